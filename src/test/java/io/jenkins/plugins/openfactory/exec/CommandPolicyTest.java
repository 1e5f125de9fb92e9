package io.jenkins.plugins.openfactory.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.UserError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandPolicyTest {
    private static final CommandPolicy SHIPPED = CommandPolicy.shipped();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mvn -B -q -o test",
                "mvn -B verify -DskipTests",
                "make test",
                "make -j2 check",
                "npm test",
                "npm run build",
                "npm ci --offline",
                "node --test",
                "python3 -m pytest -q tests",
                "python3 -m unittest",
                "pytest -k x",
                "go test ./...",
                "cargo test --offline",
                "javac -d out -cp lib/x.jar a.java",
                "java -cp out Main",
                "java Build.java test",
                "ls -la",
                "grep -rn foo src",
                "rg -n foo",
                "git diff --stat",
                "git log --oneline -5",
                "sed -n 1,20p f",
                "find . -name *.java -type f",
                "make integration",
                "cat /workspace/a",
                "gradle test",
                "cmake --build build",
                "ctest -R x",
                "dotnet test",
                "tree -L 2",
                "jq . a.json",
                "pip list",
                "npx jest",
                "jar tf x.jar"
            })
    void shouldAllowWhatBuildsAndReadersCommonlyRun(String line) {
        assertThat(SHIPPED.decide(List.of(line.split(" ")))).isInstanceOf(Decision.Allowed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "./gradlew test|BINARY|none|path",
                "/usr/bin/ls|BINARY|none|path",
                "env ls|WRAPPER|none|runs other programs",
                "bash -c id|WRAPPER|none|runs other programs",
                "perl -e 1|WRAPPER|none|interpreter",
                "python3 -c print(1)|WRAPPER|python|code on the command line",
                "node -e 1|WRAPPER|node|code on the command line",
                "gti status|NO_RULE|none|similar ones are git",
                "find . -exec ls|OPTION|find|option '-exec' is not in rule find",
                "grep --recurs foo|OPTION|grep|--recursive",
                "cat ../x|PATH|cat|leaves the workspace",
                "cat /etc/passwd|PATH|cat|leaves the workspace",
                "head -n x f|OPTION|head|the value 'x' of option '-n'",
                "make -j 9999|OPTION|make|an integer from 1 to 64",
                "git push|OPERAND|git|subcommand 'push' is not allowed",
                "mvn deploy|OPERAND|mvn|the goal 'deploy'",
                "uniq a b|OPERAND|uniq|one operand too many",
                "stat|OPERAND|stat|needs a file",
                "cat -- -x|OPERAND|cat|starts with '-'",
            })
    void shouldRefuseWithTheNearestRuleAndTheFirstDifference(String line, String code, String rule, String reason) {
        Decision decision = SHIPPED.decide(List.of(line.split(" ")));

        assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.rule()).isEqualTo(rule);
            assertThat(refused.reason()).contains(reason);
        });
    }

    @Test
    void shouldNotLoadAPolicyWhoseExamplesFail() {
        String rule = "{'version':1,'rules':[{'name':'ls','program':'ls','kind':'read','summary':'s','flags':['-l'],"
                + "'operands':[],'examples':{'match':[['ls','%s']],'refuse':[['ls','%s']]}}]}";

        assertThat(CommandPolicy.parse(json(rule, "-l", "-x")).rules()).hasSize(1);
        assertThatThrownBy(() -> CommandPolicy.parse(json(rule, "-a", "-x")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("must match its example 'ls -a'");
        assertThatThrownBy(() -> CommandPolicy.parse(json(rule, "-l", "-l")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("must refuse its example 'ls -l'");
    }

    @Test
    void shouldNotLoadAPolicyThatDoesNotFitTheSchema() {
        assertThatThrownBy(() -> CommandPolicy.parse("{\"version\":1,\"rules\":[{\"name\":\"x\"}]}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("/rules/0");
        assertThatThrownBy(() -> CommandPolicy.parse("["))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LD_PRELOAD", "GIT_DIR", "JAVA_TOOL_OPTIONS", "NODE_OPTIONS", "MAVEN_OPTS", "PATH"})
    void shouldNotLoadAPolicyThatSetsALoadersVariable(String name) {
        String policy = "{'version':1,'environment':{'%s':'x'},'rules':[{'name':'ls','program':'ls','kind':'read',"
                + "'summary':'s','operands':[],'examples':{'match':[['ls']],'refuse':[['ls','x']]}}]}";

        assertThatThrownBy(() -> CommandPolicy.parse(json(policy, name)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(name);
    }

    private static String json(String template, String... values) {
        return String.format(template.replace('\'', '"'), (Object[]) values);
    }
}
