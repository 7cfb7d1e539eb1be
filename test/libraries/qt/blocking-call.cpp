// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// RUN: %check %s async-blocking-call %t -- -- -std=c++17 %qt-flags
// REQUIRES: qt
#include <QtConcurrent/QtConcurrent>
#include <QtCore/QProcess>
#include <QtCore/QThread>
#include <QtCore/QThreadPool>
#include <QtCore/QTimer>
#include <QtNetwork/QHostInfo>
#include <QtNetwork/QTcpSocket>

struct Client : QObject {
  QTcpSocket socket;
  QProcess process;
  QThread worker;
  QTimer timer;

  void open_bad() { socket.waitForConnected(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'QAbstractSocket::waitForConnected' blocks the thread of a running event loop [async-blocking-call]
  void read_bad() { socket.waitForReadyRead(100); }
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'QAbstractSocket::waitForReadyRead' blocks the thread of a running event loop [async-blocking-call]
  void run_bad() {
    process.waitForFinished();
    // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'QProcess::waitForFinished' blocks the thread of a running event loop [async-blocking-call]
    QProcess::execute("true", {});
    // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'QProcess::execute' blocks the thread of a running event loop [async-blocking-call]
  }
  void sleep_bad() { QThread::msleep(10); }
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: 'QThread::msleep' blocks the thread of a running event loop [async-blocking-call]
  void stop_bad() { worker.wait(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: 'QThread::wait' blocks the thread of a running event loop [async-blocking-call]
  static void lookup_bad() { QHostInfo::fromName("example.org"); }
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: 'QHostInfo::fromName' blocks the thread of a running event loop [async-blocking-call]

  // They look and do not wait.
  void look_ok() { socket.waitForReadyRead(0); }
  void send_ok() { socket.write("x"); }
  // Other threads.
  void start_ok() {
    QThreadPool::globalInstance()->start([] { QThread::sleep(1); });
    QtConcurrent::run([] { QThread::sleep(1); });
    QThread::create([] { QThread::sleep(1); })->start();
  }
  // Nobody connects it.
  void test_ok() { socket.waitForDisconnected(); }

  Client() {
    connect(&socket, &QTcpSocket::connected, this, &Client::open_bad);
    connect(&socket, &QTcpSocket::readyRead, this, &Client::read_bad);
    connect(&process, &QProcess::started, this, &Client::run_bad);
    connect(&timer, &QTimer::timeout, this, &Client::sleep_bad);
    connect(&worker, &QThread::finished, this, &Client::stop_bad);
    QTimer::singleShot(10, &Client::lookup_bad);
    connect(&timer, &QTimer::timeout, this, &Client::look_ok);
    connect(&timer, &QTimer::timeout, this, &Client::send_ok);
    connect(&timer, &QTimer::timeout, this, &Client::start_ok);
  }
};
