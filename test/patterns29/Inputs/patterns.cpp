// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "coro.hpp"
#include <mutex>
#include <thread>
#include <string>
#include <string_view>
#include <future>
#include <fstream>
#include <unistd.h>
#include <chrono>
std::mutex m;
task<int> leaf(){ co_return 1; }
task<void> t1_unawaited(){ leaf(); co_return; }
task<void> t2_lock_stmt(){ std::lock_guard g(m); co_await sleep_for(1); }
task<void> t3_lock_init(){ std::lock_guard g(m); int x = co_await leaf(); (void)x; }
task<void> t4_unique_lock(){ std::unique_lock g(m); co_await sleep_for(1); }
task<void> t5_manual_lock(){ m.lock(); co_await sleep_for(1); m.unlock(); }
task<void> t6_ref(const std::string& s){ co_await sleep_for(1); (void)s.size(); }
task<void> t7_sv(std::string_view s){ co_await sleep_for(1); (void)s.size(); }
task<void> t8_ptr(int* p){ co_await sleep_for(1); *p=1; }
task<void> t9_lambda(){ int x=1; auto l=[&x]()->task<void>{ co_await sleep_for(1); x++; }; auto t=l(); co_await std::move(t); }
task<void> t10_thread_sleep(){ std::this_thread::sleep_for(std::chrono::seconds(1)); co_return; }
task<void> t11_usleep(){ usleep(100); co_return; }
void helper_block(){ ::sleep(1); }
task<void> t12_indirect_block(){ helper_block(); co_return; }
task<void> t13_future_get(){ auto f=std::async(std::launch::async,[]{return 1;}); int v=f.get(); (void)v; co_return; }
task<void> t14_nested_run(){ int v=run(leaf()); (void)v; co_return; }
int sync_wrap(){ return run(leaf()); }
task<void> t15_nested_run_indirect(){ int v=sync_wrap(); (void)v; co_return; }
void t16_loop_not_closed(){ event_loop l; l.run_until_complete(leaf()); }
void t17_cross_thread(event_loop& l){ std::thread th([&]{ l.call_soon([]{}); }); th.join(); }
task<void> t18_await_in_dtor_like() noexcept { try { co_await sleep_for(1); } catch(...) {} }
task<void> t19_tls(){ thread_local int z=0; int* p=&z; co_await sleep_for(1); *p=2; }
task<void> t20_escape(const std::string&); 
task<void> t21_dangle(){ auto t=t6_ref(std::string("x")); co_await std::move(t); }
task<void> t22_file_io(){ std::ifstream f("x"); std::string s; f>>s; co_return; }
task<void> t23_cond(){ std::mutex mm; co_await sleep_for(1); std::unique_lock l(mm); l.unlock(); co_await sleep_for(2);}
struct S { int x; task<void> memb(){ co_await sleep_for(1); x++; } };
task<void> t24_temp_this(){ auto t=S{1}.memb(); co_await std::move(t); }
task<void> t25_join(std::thread th){ th.join(); co_return; }
task<void> t26_double(){ auto t=leaf(); co_await t; co_await t; }
task<void> t27_busy(bool& b){ while(!b) co_await sleep_for(1); }
task<int> t28_missing_coreturn(bool b){ if(b) co_return 1; }
void t29_detach(){ std::thread([]{}).detach(); }
task<void> t30_void_cast(){ (void)leaf(); co_return; }
task<void> t31_stored_never(){ auto t=leaf(); co_return; }
task<void> t32_signal(){ co_await sleep_for(1); }
