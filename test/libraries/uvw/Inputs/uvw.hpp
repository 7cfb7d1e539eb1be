// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of uvw that its model names, written for these tests.
#pragma once
#include <memory>
namespace uvw {
class loop {
public:
  enum class run_mode { DEFAULT, ONCE, NOWAIT };
  static std::shared_ptr<loop> create();
  int run(run_mode mode = run_mode::DEFAULT);
  void stop();
};
struct timer_event {};
template <class T> struct emitter {
  template <class Event, class F> void on(F &&) {}
  loop &parent();
};
struct timer_handle : emitter<timer_handle> {};
} // namespace uvw
