// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Which file is analysed when: what was touched last waits until the typing
// stops, one worker process runs at a time, and whatever happens to it is told.
#pragma once

#include "Files.h"
#include "Worker.h"
#include "Workspace.h"

#include <chrono>
#include <deque>
#include <functional>
#include <set>

namespace asynctidy::tool::editor {

/// What the analyser has to say.
struct AnalyserNews {
  /// The findings of a workspace are new, \p File was the reason.
  std::function<void(const Workspace &, const std::string &File)> Analysed;
  /// For the user to see, each text once.
  std::function<void(const std::string &)> Trouble;
  /// For the log.
  std::function<void(const std::string &)> Remark;
};

class Analyser {
public:
  using Clock = std::chrono::steady_clock;

  Analyser(const CommandLine &Line, const Documents &Open, AnalyserNews News)
      : Line(Line), Open(Open), News(std::move(News)) {}
  ~Analyser() { stop(); }

  llvm::Error begin();

  /// Analyse \p File, an open one, now or when nothing touched it for a while.
  void want(const std::string &File, bool Now);
  /// The file was closed.
  void forget(const std::string &File);
  /// The file on disk has changed: so have those that read it.
  void saved(const std::string &File);
  /// A configuration or a database has changed: everything anew.
  void wantAll();

  /// Goes on with what can go on.
  void turn();
  /// When turn() has something to do at the latest.
  std::optional<Clock::time_point> next() const;
  /// Readable when the worker has ended; -1: no worker, or none that can tell.
  int ended() const { return Ended; }
  void stop();

  /// Where \p File belongs, if that is known.
  const Workspace *workspaceOf(const std::string &File) const;

private:
  struct Run {
    std::string File; ///< whom it is for
    UnitCommand Unit;
    Workspace *In = nullptr;
    pid_t Process = -1;
    Clock::time_point Deadline;
  };

  Workspace *openWorkspace(const std::string &File);
  bool start(const std::string &File);
  bool canCheck(const std::string &File);
  WorkerWords wordsOf(const Run &Of) const;
  void finish(std::optional<int> Status);
  void trouble(const std::string &What);

  const CommandLine &Line;
  ConfigWords Config; ///< with the overlay of the open texts
  const Documents &Open;
  AnalyserNews News;
  TemporaryFolder Folder;
  std::map<std::string, std::unique_ptr<Workspace>> ByDatabase;
  std::map<std::string, Workspace *> ByFolder;
  std::map<std::string, Clock::time_point> Due; ///< open files
  std::deque<std::string> Background;           ///< the rest of the program
  std::optional<Run> Running;
  int Ended = -1;
  std::set<std::string> Told;
};

} // namespace asynctidy::tool::editor
