// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-reentrant-loop,async-nested-run %t -- -- -std=c++17 %qt-flags
// REQUIRES: qt
#include <QtCore/QCoreApplication>
#include <QtCore/QEventLoop>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtWidgets/QDialog>

struct Download : QObject {
  QTimer timer;
  QString fetch() {
    QEventLoop wait;
    connect(&timer, &QTimer::timeout, &wait, &QEventLoop::quit);
    wait.exec();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'QEventLoop::exec' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
    // CHECK-MESSAGES: :[[@LINE+14]]:5: note: 'Download::clicked_bad' runs on the loop: it is handed to 'QObject::connect' here
    // CHECK-MESSAGES: :[[@LINE+7]]:30: note: 'Download::clicked_bad' calls 'Download::fetch' here
    // CHECK-MESSAGES: :[[@LINE-4]]:10: note: connect a slot to the signal that is waited for, and return to the loop
    return {};
  }
  // Nobody calls it here: nothing says that a loop runs.
  void before_ok() { QEventLoop().exec(); }

  void clicked_bad() { (void)fetch(); }
  void quit_ok() { QCoreApplication::quit(); }
  void once_bad() { QCoreApplication::processEvents(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'QCoreApplication::processEvents' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]

  explicit Download(QObject *sender) {
    connect(sender, &QObject::destroyed, this, &Download::clicked_bad);
    connect(&timer, &QTimer::timeout, this, &Download::quit_ok);
    QTimer::singleShot(0, this, &Download::once_bad);
    QTimer::singleShot(0, [] { QCoreApplication::exec(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:50: warning: 'QCoreApplication::exec' is called on a running event loop; it returns an error [async-nested-run]
    connect(&timer, &QTimer::timeout, [] { QEventLoop().processEvents(); });
    // CHECK-MESSAGES: :[[@LINE-1]]:57: warning: 'QEventLoop::processEvents' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
    QMetaObject::invokeMethod(this, [] { QEventLoop().exec(); }, Qt::QueuedConnection);
    // CHECK-MESSAGES: :[[@LINE-1]]:55: warning: 'QEventLoop::exec' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]

    // In whatever thread emits: nothing is known of it.
    connect(&timer, &QTimer::timeout, this, [] { QEventLoop().exec(); }, Qt::DirectConnection);
  }

protected:
  void timerEvent(QTimerEvent *) override {
    QDialog ask;
    ask.exec();
    // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'QDialog::exec' pumps a running event loop; other callbacks run inside this one [async-reentrant-loop]
    ask.open();
  }
  bool event(QEvent *event) override { return QObject::event(event); }
};

// The loop of a thread of one's own.
struct Worker : QThread {
  void run() override {
    QEventLoop own;
    own.exec();
  }
};

int main(int argc, char **argv) {
  QCoreApplication application(argc, argv);
  Download download(&application);
  QThread *other = QThread::create([] { QEventLoop().exec(); });
  other->start();
  QCoreApplication::processEvents();
  return QCoreApplication::exec();
}
