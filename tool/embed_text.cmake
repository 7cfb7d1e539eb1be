# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Writes TO: the text of FROM as one string literal.
file(READ ${FROM} Text)
file(WRITE ${TO} "R\"TEXT(${Text})TEXT\"\n")
