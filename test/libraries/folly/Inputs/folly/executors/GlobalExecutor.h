// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A mock: those declarations of folly that its model names, written for these tests.
#pragma once
#include <memory>

namespace folly {
class Executor;
std::shared_ptr<Executor> getCPUExecutor();
std::shared_ptr<Executor> getIOExecutor();
std::shared_ptr<Executor> getGlobalCPUExecutor();
void setCPUExecutor(std::weak_ptr<Executor>);
void setIOExecutor(std::weak_ptr<Executor>);
} // namespace folly
