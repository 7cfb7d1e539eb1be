// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-reentrant-loop %t
#include <functional>

#define ASYNC_TIDY(words) [[clang::annotate("async_tidy", words)]]

// A loop whose run may stand inside of its own callbacks, as GLib's and Qt's may.
class ASYNC_TIDY("loop: closed by its destructor") Pump {
public:
  ASYNC_TIDY("pumps: this, nested: allowed, instead: 'return to the pump'") void poll();
  ASYNC_TIDY("pumps: this, nested: undefined") void step();
  ASYNC_TIDY("pumps: this, nested: aborts") void turn();
  ASYNC_TIDY("asks: by its result") bool is_pumping() const;
  ASYNC_TIDY("calls_later: [arg0], on: this") void later(std::function<void()>);
};
ASYNC_TIDY("permits_nesting: 'callbacks run in the middle of others'") void allow_nested_runs();

// 1. In a callback of its own.
void callback_bad(Pump &pump) {
  pump.later([&] { pump.poll(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'Pump::poll' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  // CHECK-MESSAGES: :[[@LINE-2]]:8: note: a lambda runs on the loop: it is handed to 'Pump::later' here
  // CHECK-MESSAGES: :[[@LINE-3]]:25: note: return to the pump
}
// 2. In a callback of an object that is only known to belong to it.
struct Button {
  ASYNC_TIDY("calls_later: [arg0]") void on_click(std::function<void()>);
};
void click_bad(Button &button, Pump &pump) {
  button.on_click([&] { pump.poll(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'Pump::poll' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  // CHECK-MESSAGES: :[[@LINE-2]]:10: note: a lambda runs on the loop: it is handed to 'Button::on_click' here
  // CHECK-MESSAGES: :[[@LINE-3]]:30: note: return to the pump
}
// 3. Through helpers.
static void wait_for_answer(Pump &pump, const bool &answered) {
  while (!answered)
    pump.poll();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'Pump::poll' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
    // CHECK-MESSAGES: :[[@LINE+11]]:8: note: a lambda runs on the loop: it is handed to 'Pump::later' here
    // CHECK-MESSAGES: :[[@LINE+10]]:20: note: a lambda calls 'ask' here
    // CHECK-MESSAGES: :[[@LINE+6]]:3: note: 'ask' calls 'wait_for_answer' here
    // CHECK-MESSAGES: :[[@LINE-5]]:10: note: return to the pump
}
static void ask(Pump &pump) {
  bool answered = false;
  pump.later([&] { answered = true; });
  wait_for_answer(pump, answered);
}
void on_click_bad(Pump &pump) {
  pump.later([&] { ask(pump); });
}
// 4. What the library says of it is the end of the sentence.
void outcomes_bad(Pump &pump) {
  pump.later([&] { pump.step(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'Pump::step' pumps a running event loop; the behavior is undefined [async-reentrant-loop]
  pump.later([&] { pump.turn(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'Pump::turn' pumps a running event loop; it aborts [async-reentrant-loop]
}
// 5. A switch that lets loops run inside each other, wherever it is thrown.
void switch_bad() {
  allow_nested_runs();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'allow_nested_runs' lets event loops run inside each other; callbacks run in the middle of others [async-reentrant-loop]
}
// 6. The function itself asked whether a loop runs.
void asked_bad(Pump &pump) {
  if (pump.is_pumping())
    pump.poll();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'Pump::poll' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
    // CHECK-MESSAGES: :[[@LINE-3]]:12: note: 'asked_bad' runs on the loop: 'Pump::is_pumping' is true here
    // CHECK-MESSAGES: :[[@LINE-3]]:10: note: return to the pump
}
