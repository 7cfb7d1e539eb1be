// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A library of the user's own: what it sets for all, by a model. (No library with a model of ours has a global policy but aio.)
// RUN: rm -rf %t.d && mkdir %t.d && cp %s %t.d/main.cpp
// RUN: printf 'library: pulse\nnamespaces: [pulse]\ncalls:\n  - {name: use_poller, sets_global: "every wheel made later uses it"}\n' > %t.d/.async-tidy.yaml
// RUN: %clang-tidy "--config={}" "--checks=-*,async-global-loop-policy" %t.d/main.cpp -- -std=c++20 2>&1 | FileCheck %s
namespace pulse {
enum class Poller { poll, epoll };
void use_poller(Poller);
} // namespace pulse

// CHECK: main.cpp:[[@LINE+1]]:25: warning: 'pulse::use_poller' changes the whole process; every wheel made later uses it [async-global-loop-policy]
void set_bad() { pulse::use_poller(pulse::Poller::epoll); }
