// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#pragma once
#include <coroutine>
#include <exception>
#include <utility>
template<class T=void> struct [[nodiscard]] task;
struct promise_base { std::coroutine_handle<> c; std::suspend_always initial_suspend() noexcept {return{};} 
 struct fin { bool await_ready() noexcept {return false;} template<class P> std::coroutine_handle<> await_suspend(std::coroutine_handle<P> h) noexcept { return h.promise().c? h.promise().c : std::noop_coroutine(); } void await_resume() noexcept {} };
 fin final_suspend() noexcept {return{};} void unhandled_exception(){ std::terminate(); } };
template<class T> struct [[nodiscard]] task { struct promise_type: promise_base { T v{}; task get_return_object(){ return {std::coroutine_handle<promise_type>::from_promise(*this)}; } void return_value(T t){ v=std::move(t);} };
 std::coroutine_handle<promise_type> h; task(std::coroutine_handle<promise_type> x):h(x){} task(task&&o):h(std::exchange(o.h,{})){} ~task(){ if(h) h.destroy(); }
 bool await_ready(){return false;} std::coroutine_handle<> await_suspend(std::coroutine_handle<> c){ h.promise().c=c; return h;} T await_resume(){ return std::move(h.promise().v);} };
template<> struct [[nodiscard]] task<void> { struct promise_type: promise_base { task get_return_object(){ return {std::coroutine_handle<promise_type>::from_promise(*this)}; } void return_void(){} };
 std::coroutine_handle<promise_type> h; task(std::coroutine_handle<promise_type> x):h(x){} task(task&&o):h(std::exchange(o.h,{})){} ~task(){ if(h) h.destroy(); }
 bool await_ready(){return false;} std::coroutine_handle<> await_suspend(std::coroutine_handle<> c){ h.promise().c=c; return h;} void await_resume(){} };
struct event_loop { void run_forever(); template<class T> T run_until_complete(task<T>); void close(); void stop(); template<class F> void call_soon(F){} template<class F> void call_soon_threadsafe(F){} };
event_loop& get_event_loop(); template<class T> T run(task<T>);
task<void> sleep_for(int ms);
