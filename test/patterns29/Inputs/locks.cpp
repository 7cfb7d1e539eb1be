// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "coro.hpp"
#include <mutex>
#include <shared_mutex>
std::mutex m; std::shared_mutex sm;
task<int> leaf();
task<void> ctad1(){ std::lock_guard g(m); co_await sleep_for(1); }
task<void> ctad2(){ std::unique_lock g(m); co_await sleep_for(1); }
task<void> ctad3(){ std::scoped_lock g(m); co_await sleep_for(1); }
task<void> ctad4(){ std::shared_lock g(sm); co_await sleep_for(1); }
task<void> full1(){ std::lock_guard<std::mutex> g(m); co_await sleep_for(1); }
using L = std::lock_guard<std::mutex>;
task<void> alias(){ L g(m); co_await sleep_for(1); }
template<class M> task<void> tmpl(M& mm){ std::lock_guard<M> g(mm); co_await sleep_for(1); }
template task<void> tmpl<std::mutex>(std::mutex&);
struct W{ std::lock_guard<std::mutex> g{m}; };
task<void> member(){ W w; co_await sleep_for(1); }
auto lock(){ return std::unique_lock<std::mutex>(m); }
task<void> autol(){ auto g=lock(); co_await sleep_for(1); }

namespace flow {
task<void> a(){ std::lock_guard<std::mutex> g(m); co_await sleep_for(1); }
task<void> b(){ { std::lock_guard<std::mutex> g(m); co_await sleep_for(1);} }
task<void> c(){ std::unique_lock<std::mutex> g(m); co_await sleep_for(1); }
task<void> d(){ std::unique_lock<std::mutex> g(m); int x=co_await leaf(); (void)x; }
task<void> e(){ std::lock_guard<std::mutex> g(m); int x=co_await leaf(); (void)x; }
task<void> f(){ std::lock_guard<std::mutex> g(m); if(co_await leaf()) {} }
task<void> h(){ if (true) { std::lock_guard<std::mutex> g(m); co_await leaf(); } co_return; }
task<void> i(){ std::unique_lock<std::mutex> g(m); g.unlock(); co_await sleep_for(1); }
}
