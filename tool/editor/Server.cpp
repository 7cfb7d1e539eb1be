// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Server.h"
#include "Analyser.h"
#include "Errors.h"
#include "Messages.h"
#include "Texts.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/LSP/Transport.h"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace asynctidy::tool::editor {

namespace json = llvm::json;
namespace proto = llvm::lsp;
using llvm::StringRef;
using proto::ErrorCode;

namespace {

/// What LLVM's structures leave out is read from the JSON itself.
struct Raw {
  json::Value Value = nullptr;
};
bool fromJSON(const json::Value &From, Raw &To, json::Path) {
  To.Value = From;
  return true;
}

class Server {
public:
  explicit Server(const CommandLine &Line);
  int run();

private:
  using Reply = proto::Callback<json::Value>;

  void dispatch(json::Value Message);
  void refuse(json::Value Id, ErrorCode Code, StringRef Why);
  /// Waits for the client, a worker, a deadline or a signal.
  void wait();

  void initialize(const Raw &Params, Reply Answer);
  void initialized(const proto::NoParams &);
  void shutdown(const proto::NoParams &, Reply Answer);
  void didOpen(const proto::DidOpenTextDocumentParams &Params);
  void didChange(const proto::DidChangeTextDocumentParams &Params);
  void didSave(const Raw &Params);
  void didClose(const proto::DidCloseTextDocumentParams &Params);
  void didChangeWatchedFiles(const Raw &Params);
  void codeAction(const proto::CodeActionParams &Params, Reply Answer);
  void hover(const proto::TextDocumentPositionParams &Params, Reply Answer);

  void publish(const Workspace &In, const std::string &File);
  void show(proto::MessageType Type, const std::string &Text);
  /// Those of an open file that \p Range touches.
  std::vector<const Finding *> findingsAt(StringRef File,
                                          const proto::Range &Where);

  enum class State { New, Ready, ShutDown } Is = State::New;
  bool Leaving = false;
  bool WithRelated = false, CanWatch = false;
  proto::JSONTransport Out;
  proto::MessageHandler Handler;
  MessageReader In{STDIN_FILENO};
  int Signals = -1;
  Documents Open;
  Analyser Works;
  std::map<std::string, std::string> Published; ///< by absolute path
};

} // namespace

Server::Server(const CommandLine &Line)
    : Out(stdin, llvm::outs()), Handler(Out),
      Works(Line, Open,
            {[this](const Workspace &In, const std::string &File) {
               publish(In, File);
             },
             [this](const std::string &Text) {
               show(proto::MessageType::Warning, Text);
             },
             [this](const std::string &Text) {
               Out.notify(
                   "window/logMessage",
                   json::Object{{"type", 4}, {"message", json::fixUTF8(Text)}});
             }}) {
  Handler.method("initialize", this, &Server::initialize);
  Handler.notification("initialized", this, &Server::initialized);
  Handler.method("shutdown", this, &Server::shutdown);
  Handler.notification("textDocument/didOpen", this, &Server::didOpen);
  Handler.notification("textDocument/didChange", this, &Server::didChange);
  Handler.notification("textDocument/didSave", this, &Server::didSave);
  Handler.notification("textDocument/didClose", this, &Server::didClose);
  Handler.notification("workspace/didChangeWatchedFiles", this,
                       &Server::didChangeWatchedFiles);
  Handler.method("textDocument/codeAction", this, &Server::codeAction);
  Handler.method("textDocument/hover", this, &Server::hover);
}

// The life of a session.

void Server::refuse(json::Value Id, ErrorCode Code, StringRef Why) {
  Out.reply(std::move(Id), llvm::make_error<proto::LSPError>(Why.str(), Code));
}

void Server::dispatch(json::Value Message) {
  const json::Object *Fields = Message.getAsObject();
  if (!Fields || Fields->getString("jsonrpc") != "2.0")
    return refuse(nullptr, ErrorCode::InvalidRequest,
                  "a message is an object with \"jsonrpc\": \"2.0\"");
  std::optional<StringRef> Method = Fields->getString("method");
  const json::Value *Id = Fields->get("id");
  if (!Method) {
    // The answer to a request of ours; it changes nothing.
    if (Id && (Fields->get("result") || Fields->get("error")))
      return;
    return refuse(nullptr, ErrorCode::InvalidRequest,
                  "a message has a method, or answers one");
  }
  const json::Value *Given = Fields->get("params");
  json::Value Params = Given ? *Given : json::Value(nullptr);
  if (!Id) {
    if (*Method == "exit")
      Leaving = true;
    else if (Is == State::Ready)
      Handler.onNotify(*Method, std::move(Params));
    return;
  }
  if (Is == State::New && *Method != "initialize")
    return refuse(*Id, ErrorCode::ServerNotInitialized,
                  "the first request is initialize");
  if (Is == State::ShutDown)
    return refuse(*Id, ErrorCode::InvalidRequest, "the server is shut down");
  Handler.onCall(*Method, std::move(Params), *Id);
}

int Server::run() {
  if (llvm::Error Failed = Works.begin())
    return complain(std::move(Failed));
  sigset_t Ends;
  sigemptyset(&Ends);
  for (int Signal : {SIGTERM, SIGINT, SIGHUP})
    sigaddset(&Ends, Signal);
  sigprocmask(SIG_BLOCK, &Ends, nullptr);
  signal(SIGPIPE, SIG_IGN);
  Signals = signalfd(-1, &Ends, SFD_CLOEXEC);
  while (!Leaving) {
    while (auto Message = In.next()) {
      if (*Message)
        dispatch(std::move(**Message));
      else
        refuse(nullptr, ErrorCode::ParseError,
               llvm::toString(Message->takeError()));
      if (Leaving)
        break;
    }
    if (Leaving)
      break;
    if (Is == State::Ready)
      Works.turn();
    if (llvm::outs().has_error()) {
      // Nobody reads any more.
      llvm::outs().clear_error();
      break;
    }
    wait();
  }
  Works.stop();
  close(Signals);
  return Leaving && Is == State::ShutDown ? 0 : 1;
}

void Server::wait() {
  pollfd Watched[] = {
      {In.file(), POLLIN, 0}, {Signals, POLLIN, 0}, {Works.ended(), POLLIN, 0}};
  int Timeout = -1;
  if (auto Next = Works.next(); Next && Is == State::Ready) {
    auto Left = std::chrono::ceil<std::chrono::milliseconds>(
        *Next - Analyser::Clock::now());
    Timeout = std::clamp<long long>(Left.count(), 0, 60'000);
  }
  poll(Watched, std::size(Watched), Timeout);
  // A client that is gone says nothing, and has not said goodbye.
  if (Watched[1].revents || (Watched[0].revents && !In.fill())) {
    Leaving = true;
    Is = State::New;
  }
}

/// \p Path: keys with dots between.
static bool isSet(const json::Value &From, StringRef Path) {
  const json::Value *At = &From;
  while (!Path.empty()) {
    auto [Key, Rest] = Path.split('.');
    const json::Object *Fields = At->getAsObject();
    At = Fields ? Fields->get(Key) : nullptr;
    if (!At)
      return false;
    Path = Rest;
  }
  return At->getAsBoolean().value_or(false);
}

void Server::initialize(const Raw &Params, Reply Answer) {
  if (Is != State::New)
    return Answer(llvm::make_error<proto::LSPError>("initialize comes once",
                                                    ErrorCode::InvalidRequest));
  Is = State::Ready;
  WithRelated =
      isSet(Params.Value,
            "capabilities.textDocument.publishDiagnostics.relatedInformation");
  CanWatch =
      isSet(Params.Value,
            "capabilities.workspace.didChangeWatchedFiles.dynamicRegistration");
  Answer(json::Object{
      {"capabilities",
       json::Object{
           {"positionEncoding", "utf-16"},
           {"textDocumentSync",
            json::Object{
                {"openClose", true},
                {"change", static_cast<int>(proto::TextDocumentSyncKind::Full)},
                {"save", json::Object{{"includeText", false}}}}},
           {"hoverProvider", true},
           {"codeActionProvider",
            json::Object{
                {"codeActionKinds",
                 json::Array{"quickfix", "source.fixAll.async-tidy"}}}},
       }},
      {"serverInfo",
       json::Object{{"name", "async-tidy"}, {"version", ASYNC_TIDY_VERSION}}},
  });
}

void Server::initialized(const proto::NoParams &) {
  if (!CanWatch)
    return;
  json::Array Watchers;
  for (StringRef Name :
       {"compile_commands.json", ".async-tidy.yaml", ".clang-tidy"})
    Watchers.push_back(json::Object{{"globPattern", "**/" + Name.str()}});
  Out.call(
      "client/registerCapability",
      json::Object{{"registrations",
                    json::Array{json::Object{
                        {"id", "configuration"},
                        {"method", "workspace/didChangeWatchedFiles"},
                        {"registerOptions",
                         json::Object{{"watchers", std::move(Watchers)}}}}}}},
      "configuration");
}

void Server::shutdown(const proto::NoParams &, Reply Answer) {
  Is = State::ShutDown;
  Works.stop();
  Answer(nullptr);
}

// Documents.

void Server::didOpen(const proto::DidOpenTextDocumentParams &Params) {
  const auto &Given = Params.textDocument;
  std::string File = Given.uri.file().str();
  Open[File] = {Given.uri, Given.version, Given.text};
  Works.want(File, /*Now=*/true);
}

void Server::didChange(const proto::DidChangeTextDocumentParams &Params) {
  auto Known = Open.find(Params.textDocument.uri.file().str());
  if (Known == Open.end() || Params.contentChanges.empty())
    return;
  Known->second.Version = Params.textDocument.version;
  Known->second.Text = Params.contentChanges.back().text;
  Works.want(Known->first, /*Now=*/false);
}

static std::string fileOf(const json::Value *Uri) {
  auto Text = Uri ? Uri->getAsString() : std::nullopt;
  auto Read = proto::URIForFile::fromURI(Text.value_or(""));
  if (Read)
    return Read->file().str();
  llvm::consumeError(Read.takeError());
  return "";
}

void Server::didSave(const Raw &Params) {
  const json::Object *Fields = Params.Value.getAsObject();
  const json::Object *Of = Fields ? Fields->getObject("textDocument") : nullptr;
  if (Of)
    Works.saved(fileOf(Of->get("uri")));
}

void Server::didClose(const proto::DidCloseTextDocumentParams &Params) {
  std::string File = Params.textDocument.uri.file().str();
  if (Open.erase(File))
    Works.forget(File);
}

void Server::didChangeWatchedFiles(const Raw &) { Works.wantAll(); }

// What was found.

void Server::show(proto::MessageType Type, const std::string &Text) {
  Out.notify("window/showMessage",
             json::Object{{"type", static_cast<int>(Type)},
                          {"message", json::fixUTF8("async-tidy: " + Text)}});
}

/// Every list that has changed, and that of \p File in any case: the client
/// sees that it was looked at.
void Server::publish(const Workspace &In, const std::string &File) {
  Texts Says(In, Open);
  std::map<std::string, json::Array> ByFile;
  for (const Finding &Found : In.findings().All)
    ByFile[normalise(Found.File, In.root())].push_back(
        Says.diagnostic(Found, WithRelated));
  ByFile[File];
  for (const auto &[Known, Text] : Published)
    if (Works.workspaceOf(Known) == &In ||
        StringRef(Known).starts_with(In.root() + "/"))
      ByFile[Known];
  for (auto &[Path, All] : ByFile) {
    json::Value List = std::move(All);
    std::string Text = llvm::formatv("{0}", List);
    auto Old = Published.find(Path);
    if (Path != File && Text == (Old == Published.end() ? "[]" : Old->second))
      continue;
    json::Object Params{{"uri", Says.uriOf(Path).uri().str()},
                        {"diagnostics", List}};
    if (auto Opened = Open.find(Path); Opened != Open.end())
      Params["version"] = Opened->second.Version;
    Out.notify("textDocument/publishDiagnostics", std::move(Params));
    if (Text == "[]")
      Published.erase(Path);
    else
      Published[Path] = std::move(Text);
  }
}

std::vector<const Finding *> Server::findingsAt(StringRef File,
                                                const proto::Range &Where) {
  std::vector<const Finding *> There;
  const Workspace *In = Works.workspaceOf(File.str());
  if (!In)
    return There;
  Texts Says(*In, Open);
  std::string Name = In->project().relative(File);
  for (const Finding &Found : In->findings().All) {
    if (Found.File != Name)
      continue;
    proto::Range Is = Says.rangeOf(Found);
    if (Is.start <= Where.end && Where.start <= Is.end)
      There.push_back(&Found);
  }
  return There;
}

/// Does the client ask for \p Kind? Kinds have kinds below them.
static bool isAsked(const proto::CodeActionParams &Params, StringRef Kind) {
  return llvm::any_of(Params.context.only, [&](StringRef Asked) {
    return Kind == Asked ||
           (Kind.starts_with(Asked) && Kind[Asked.size()] == '.');
  });
}

void Server::codeAction(const proto::CodeActionParams &Params, Reply Answer) {
  json::Array Actions;
  std::string File = Params.textDocument.uri.file().str();
  if (const Workspace *In = Works.workspaceOf(File)) {
    Texts Says(*In, Open);
    if (Params.context.only.empty() || isAsked(Params, "quickfix"))
      for (const Finding *Found : findingsAt(File, Params.range))
        Says.quickFixes(*Found, WithRelated, Actions);
    if (isAsked(Params, "source.fixAll.async-tidy"))
      if (json::Value All = Says.fixAll(In->project().relative(File));
          All.kind() != json::Value::Null)
        Actions.push_back(std::move(All));
  }
  Answer(std::move(Actions));
}

void Server::hover(const proto::TextDocumentPositionParams &Params,
                   Reply Answer) {
  std::string File = Params.textDocument.uri.file().str();
  std::vector<const Finding *> There =
      findingsAt(File, proto::Range(Params.position));
  if (There.empty())
    return Answer(nullptr);
  Texts Says(*Works.workspaceOf(File), Open);
  std::string Text;
  for (const Finding *Found : There)
    Text += (Text.empty() ? "" : "\n\n---\n\n") + Says.hover(*Found);
  Answer(json::Object{
      {"contents", json::Object{{"kind", "markdown"}, {"value", Text}}},
      {"range", Says.rangeOf(*There.front())}});
}

int serve(const CommandLine &Line) { return Server(Line).run(); }

} // namespace asynctidy::tool::editor
