# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""async-tidy in Bazel: each unit is an action that declares all it reads, and the report of all units is one more.

    load("@async_tidy//:async_tidy.bzl", "async_tidy_report", "async_tidy_test")

    async_tidy_report(name = "tidy", targets = ["//server", "//client"], format = "sarif")
    async_tidy_test(name = "tidy_test", targets = ["//server", "//client"], baseline = "baseline.json")

A target with the tag `no-async-tidy` is left out; what it depends on is not.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME", "C_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

AsyncTidyInfo = provider(
    doc = "What the units of a target, and of all it depends on, say.",
    fields = {
        "results": "depset of the result files of 'async-tidy unit'",
        "sources": "depset of the files that they speak of, for reports that show code",
    },
)

_SOURCES = ["c", "cc", "cpp", "cxx", "c++", "C"]

# Where the sources of dependencies are: what a library links, what it only hands on.
_DEPENDENCIES = ["deps", "implementation_deps", "interface_deps", "srcs", "actual"]

def _compile_command(ctx, toolchain, features, source, context):
    """The words that Bazel would compile the source with."""
    action = C_COMPILE_ACTION_NAME if source.extension == "c" else CPP_COMPILE_ACTION_NAME
    options = ctx.fragments.cpp.copts + (ctx.fragments.cpp.conlyopts if source.extension == "c" else ctx.fragments.cpp.cxxopts)
    for option in getattr(ctx.rule.attr, "copts", []):
        options = options + ctx.tokenize(ctx.expand_make_variables("copts", option, {}))
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        source_file = source.path,
        user_compile_flags = options,
        include_directories = context.includes,
        quote_include_directories = context.quote_includes,
        system_include_directories = context.system_includes,
        framework_include_directories = context.framework_includes,
        preprocessor_defines = depset(transitive = [context.defines, context.local_defines]),
    )
    return [cc_common.get_tool_for_action(feature_configuration = features, action_name = action)] + \
           cc_common.get_memory_inefficient_command_line(
               feature_configuration = features,
               action_name = action,
               variables = variables,
           )

def _configuration(ctx):
    """The declared files, and the words that keep others from being read."""
    files = ctx.files._config
    clang_tidy = [file for file in files if file.basename == ".clang-tidy"]
    if [file for file in clang_tidy if file.short_path == ".clang-tidy"]:
        return files, []
    if clang_tidy:
        fail("declare the .clang-tidy of the workspace's root too: without it one outside of the workspace would hold")
    return files + [ctx.file._no_clang_tidy], ["--config-file=" + ctx.file._no_clang_tidy.path]

def _async_tidy_aspect_impl(target, ctx):
    below = []
    for name in _DEPENDENCIES:
        value = getattr(ctx.rule.attr, name, None)
        for dependency in value if type(value) == "list" else [value]:
            if type(dependency) == "Target" and AsyncTidyInfo in dependency:
                below.append(dependency[AsyncTidyInfo])
    results = []
    sources = []
    own_workspace = target.label.workspace_name == ""
    if own_workspace and CcInfo in target and hasattr(ctx.rule.files, "srcs") and "no-async-tidy" not in ctx.rule.attr.tags:
        toolchain = find_cpp_toolchain(ctx)
        features = cc_common.configure_features(
            ctx = ctx,
            cc_toolchain = toolchain,
            requested_features = ctx.features,
            unsupported_features = ctx.disabled_features + ["module_maps", "layering_check"],
        )
        context = target[CcInfo].compilation_context
        configuration, words = _configuration(ctx)
        own = [file for file in ctx.rule.files.srcs if file.extension in _SOURCES]
        inputs = depset(
            configuration + [file for file in ctx.rule.files.srcs if file not in own],
            transitive = [context.headers, toolchain.all_files],
        )
        for source in own:
            result = ctx.actions.declare_file("%s.async-tidy/%s.result" % (ctx.label.name, source.short_path.replace("../", "external/")))
            arguments = ctx.actions.args()
            arguments.add_all(["unit", "--root=."])
            arguments.add(result, format = "--result=%s")
            arguments.add_all(words)
            arguments.add(source)
            arguments.add("--")
            arguments.add_all(_compile_command(ctx, toolchain, features, source, context))
            ctx.actions.run(
                executable = ctx.executable._tool,
                arguments = [arguments],
                inputs = depset([source], transitive = [inputs]),
                outputs = [result],
                mnemonic = "AsyncTidyUnit",
                progress_message = "async-tidy " + source.short_path,
            )
            results.append(result)
        sources = own + [file for file in ctx.rule.files.srcs + getattr(ctx.rule.files, "hdrs", []) if file not in own]
    every = AsyncTidyInfo(
        results = depset(results, transitive = [info.results for info in below]),
        sources = depset(sources, transitive = [info.sources for info in below]),
    )
    return [every, OutputGroupInfo(async_tidy = every.results)]

async_tidy_aspect = aspect(
    doc = "'async-tidy unit' for each source of a target and of what it depends on; the output group is async_tidy.",
    implementation = _async_tidy_aspect_impl,
    attr_aspects = _DEPENDENCIES,
    attrs = {
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_config": attr.label(default = Label("//:config")),
        "_no_clang_tidy": attr.label(default = Label("//:no-clang-tidy.yaml"), allow_single_file = True),
        "_tool": attr.label(default = "@async_tidy_tool//:async-tidy", allow_single_file = True, executable = True, cfg = "exec"),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

_COMMON = {
    "baseline": attr.label(allow_single_file = True, doc = "the findings in it are known"),
    "targets": attr.label_list(aspects = [async_tidy_aspect], mandatory = True, doc = "with all they depend on"),
    "_tool": attr.label(default = "@async_tidy_tool//:async-tidy", allow_single_file = True, executable = True, cfg = "exec"),
}

def _gathered(ctx):
    infos = [target[AsyncTidyInfo] for target in ctx.attr.targets]
    return struct(
        results = depset(transitive = [info.results for info in infos]),
        inputs = depset(
            [ctx.file.baseline] if ctx.file.baseline else [],
            transitive = [info.results for info in infos] + [info.sources for info in infos],
        ),
    )

def _async_tidy_report_impl(ctx):
    all = _gathered(ctx)
    report = ctx.actions.declare_file("%s.%s" % (ctx.label.name, ctx.attr.format))
    arguments = ctx.actions.args()
    arguments.add_all(["link", "--root=.", "--exit-zero", "--format=" + ctx.attr.format])
    arguments.add(report, format = "--output=%s")
    if ctx.file.baseline:
        arguments.add(ctx.file.baseline, format = "--baseline=%s")
    results = ctx.actions.args()
    results.use_param_file("@%s", use_always = True)
    results.set_param_file_format("multiline")
    results.add_all(all.results)
    ctx.actions.run(
        executable = ctx.executable._tool,
        arguments = [arguments, results],
        inputs = all.inputs,
        outputs = [report],
        mnemonic = "AsyncTidyLink",
        progress_message = "async-tidy %s" % ctx.label,
    )
    return [DefaultInfo(files = depset([report]))]

async_tidy_report = rule(
    doc = "The report of all units, which has findings or none; it fails when some unit could not be analysed.",
    implementation = _async_tidy_report_impl,
    attrs = dict(_COMMON, format = attr.string(
        default = "text",
        values = ["text", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "html"],
    )),
)

_TEST = """#!/bin/sh
set -- {words} @{results}
[ -z "$XML_OUTPUT_FILE" ] || set -- "$@" --report=junit="$XML_OUTPUT_FILE"
[ -z "$TEST_UNDECLARED_OUTPUTS_DIR" ] || set -- "$@" --report=html="$TEST_UNDECLARED_OUTPUTS_DIR/async-tidy.html"
exec {tool} link --root=. "$@"
"""

def _async_tidy_test_impl(ctx):
    all = _gathered(ctx)
    results = ctx.actions.declare_file(ctx.label.name + ".results")
    ctx.actions.write(results, "\n".join([file.short_path for file in all.results.to_list()]) + "\n")
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        script,
        _TEST.format(
            tool = ctx.executable._tool.short_path,
            words = "--baseline='%s'" % ctx.file.baseline.short_path if ctx.file.baseline else "",
            results = results.short_path,
        ),
        is_executable = True,
    )
    return [DefaultInfo(
        executable = script,
        runfiles = ctx.runfiles(files = [results, ctx.executable._tool], transitive_files = all.inputs),
    )]

async_tidy_test = rule(
    doc = "The gate: fails when there are findings, or when some unit could not be analysed. Its report is that of the test.",
    implementation = _async_tidy_test_impl,
    attrs = _COMMON,
    test = True,
)

def _async_tidy_tool_impl(ctx):
    path = ctx.attr.path or ctx.which("async-tidy")
    if not path:
        fail("async-tidy is not on the PATH; install it, or name it: async_tidy_tool(name = 'async_tidy_tool', path = '/…/async-tidy')")
    ctx.symlink(path, "async-tidy")
    ctx.file("BUILD", "exports_files(['async-tidy'])\n")

async_tidy_tool = repository_rule(
    doc = "The async-tidy that is installed, as the repository 'async_tidy_tool'.",
    implementation = _async_tidy_tool_impl,
    attrs = {"path": attr.string(doc = "else it is looked for on the PATH")},
    environ = ["PATH"],
    local = True,
)
