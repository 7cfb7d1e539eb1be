# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Writes TO: for each check of REGISTER that has a page in PAGES one line
#   .Case("stem", R"PAGE(…)PAGE")
file(STRINGS ${REGISTER} Lines REGEX "^CHECK\\(")
set(Text "")
foreach(Line IN LISTS Lines)
  string(REGEX MATCH "\"async-([a-z-]+)\"" Ignored "${Line}")
  set(Stem ${CMAKE_MATCH_1})
  if(EXISTS ${PAGES}/${Stem}.md)
    file(READ ${PAGES}/${Stem}.md Page)
    string(APPEND Text ".Case(\"${Stem}\", R\"PAGE(${Page})PAGE\")\n")
  endif()
endforeach()
file(WRITE ${TO} "${Text}")
