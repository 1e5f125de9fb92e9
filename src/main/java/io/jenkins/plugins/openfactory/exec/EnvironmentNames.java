package io.jenkins.plugins.openfactory.exec;

import java.util.Set;

/** Environment variables through which programs can be made to run or load something else. */
public final class EnvironmentNames {
    private static final Set<String> NAMES = Set.of(
            "JAVA_TOOL_OPTIONS",
            "_JAVA_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "JDK_JAVAC_OPTIONS",
            "NODE_OPTIONS",
            "MAVEN_OPTS",
            "MAVEN_ARGS",
            "GRADLE_OPTS",
            "RIPGREP_CONFIG_PATH",
            "PYTHONSTARTUP",
            "PYTHONINSPECT",
            "PERL5OPT",
            "RUBYOPT",
            "BASH_ENV",
            "ENV",
            "IFS",
            "SHELL",
            "EDITOR",
            "VISUAL",
            "PAGER",
            "PATH",
            "HOME",
            "TMPDIR");

    private EnvironmentNames() {}

    /** Whether a policy may not set this variable. */
    static boolean refused(String name) {
        return NAMES.contains(name)
                || name.startsWith("LD_")
                || name.startsWith("GIT_")
                || name.startsWith("BASH_FUNC");
    }
}
