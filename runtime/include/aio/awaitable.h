// SPDX-FileCopyrightText: the async-tidy authors
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What can be awaited, and what awaiting it gives.
#pragma once

#include <concepts>
#include <coroutine>
#include <type_traits>
#include <utility>

namespace aio {

template <class A>
concept Awaiter = requires(A a, std::coroutine_handle<> h) {
  { a.await_ready() } -> std::convertible_to<bool>;
  a.await_suspend(h);
  a.await_resume();
};
template <class A>
concept Awaitable = Awaiter<A> || requires(A&& a) {
  { std::forward<A>(a).operator co_await() } -> Awaiter;
} || requires(A&& a) {
  { operator co_await(std::forward<A>(a)) } -> Awaiter;
};

namespace detail {

template <class A>
decltype(auto) get_awaiter(A&& a) {
  if constexpr (requires { std::forward<A>(a).operator co_await(); })
    return std::forward<A>(a).operator co_await();
  else if constexpr (requires { operator co_await(std::forward<A>(a)); })
    return operator co_await(std::forward<A>(a));
  else
    return std::forward<A>(a);
}

}  // namespace detail

/// remove_cvref_t of what awaiting gives, so that gather and Outcome never hold references.
template <Awaitable A>
struct awaitable_result {
  using type = std::remove_cvref_t<decltype(detail::get_awaiter(std::declval<A>()).await_resume())>;
};
template <class A>
using await_result_t = typename awaitable_result<A>::type;

}  // namespace aio
