// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-reentrant-loop,async-lock-across-await,async-blocking-call %t -- -- -std=c++20 %qt-flags
// REQUIRES: qcoro
#include <QCoro/QCoroTask>
#include <QtCore/QMutex>
#include <QtCore/QThread>

QCoro::Task<int> load();
static QMutex mutex;

static int load_now() {
  return QCoro::waitFor(load());
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'QCoro::waitFor' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
  // CHECK-MESSAGES: :[[@LINE+4]]:18: note: 'show_bad' runs on the loop: it is a coroutine
  // CHECK-MESSAGES: :[[@LINE+4]]:13: note: 'show_bad' calls 'load_now' here
  // CHECK-MESSAGES: :[[@LINE-4]]:17: note: 'co_await' it
}
QCoro::Task<int> show_bad() {
  co_return load_now();
}
QCoro::Task<> held_bad() {
  QMutexLocker held(&mutex);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: thread lock 'held' is held across a suspension; the loop can deadlock [async-lock-across-await]
  co_await load();
}
QCoro::Task<> sleep_bad() {
  QThread::sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'QThread::sleep' blocks the thread of a running event loop [async-blocking-call]
  co_return;
}
QCoro::Task<> freed_ok() {
  QMutexLocker held(&mutex);
  held.unlock();
  co_await load();
}
QCoro::Task<> before_ok() {
  { QMutexLocker held(&mutex); }
  int loaded = co_await load();
  (void)loaded;
}
void chained_bad() {
  load().then([](int) { QThread::sleep(1); });
  // CHECK-MESSAGES: :[[@LINE-1]]:34: warning: 'QThread::sleep' blocks the thread of a running event loop [async-blocking-call]
}
// No loop runs in main yet.
int main() { return QCoro::waitFor(load()); }
