# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What find_package(AsyncTidy COMPONENTS checks) reads. Included by the top CMakeLists.txt.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/AsyncTidy)

# The checks by group, from the register.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS checks/Checks.def)
file(STRINGS checks/Checks.def lines REGEX "^CHECK\\(")
set(default_checks)
set(bug_checks)
foreach(line IN LISTS lines)
  string(REGEX MATCH "\"(async-[a-z-]+)\", [A-Za-z]+, ([a-z]+)" matched "${line}")
  if(NOT CMAKE_MATCH_2 STREQUAL "style")
    list(APPEND default_checks ${CMAKE_MATCH_1})
  endif()
  if(CMAKE_MATCH_2 STREQUAL "bug")
    list(APPEND bug_checks ${CMAKE_MATCH_1})
  endif()
endforeach()
list(JOIN default_checks "," ASYNC_TIDY_DEFAULT_CHECKS)
list(JOIN bug_checks "," ASYNC_TIDY_BUG_CHECKS)

set(ASYNC_TIDY_INSTALLED_TOOL ${CMAKE_INSTALL_BINDIR}/async-tidy)
set(ASYNC_TIDY_INSTALLED_PLUGIN ${CMAKE_INSTALL_LIBDIR}/async-tidy/AsyncTidyPlugin.so)
configure_package_config_file(cmake/AsyncTidyChecksTargets.cmake.in AsyncTidyChecksTargets.cmake
  INSTALL_DESTINATION ${package_dir}
  PATH_VARS ASYNC_TIDY_INSTALLED_TOOL ASYNC_TIDY_INSTALLED_PLUGIN
  NO_CHECK_REQUIRED_COMPONENTS_MACRO)
install(FILES ${PROJECT_BINARY_DIR}/AsyncTidyChecksTargets.cmake DESTINATION ${package_dir} COMPONENT checks)
if(NOT ASYNC_TIDY_BUILD_RUNTIME) # else runtime/ brings these two
  configure_package_config_file(cmake/AsyncTidyConfig.cmake.in AsyncTidyConfig.cmake
    INSTALL_DESTINATION ${package_dir})
  write_basic_package_version_file(AsyncTidyConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/AsyncTidyConfig.cmake ${PROJECT_BINARY_DIR}/AsyncTidyConfigVersion.cmake
    DESTINATION ${package_dir} COMPONENT checks)
endif()
