package io.jenkins.plugins.openfactory.edit;

import static io.jenkins.plugins.openfactory.edit.Outcomes.applied;
import static io.jenkins.plugins.openfactory.edit.Outcomes.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SearchReplaceTest {
    private static final String GREETER = """
            package demo;

            class Greeter {
                String greet(String name) {
                    return "Hello " + name;
                }
            }
            """;

    @Test
    void shouldReplaceTheLinesThatABlockNames() {
        String reply = """
                I'll add the exclamation mark.

                src/Greeter.java
                ```java
                <<<<<<< SEARCH
                        return "Hello " + name;
                =======
                        return "Hello " + name + "!";
                >>>>>>> REPLACE
                ```
                """;

        assertThat(applied(reply, MapTree.of("src/Greeter.java", GREETER)))
                .containsExactly("modify src/Greeter.java\n" + GREETER.replace("name;", "name + \"!\";"));
    }

    @Test
    void shouldCreateAWholeFile() {
        String reply = """
                src/New.java
                ```java
                class New {}
                ```
                """;

        assertThat(applied(reply, MapTree.of())).containsExactly("create src/New.java\nclass New {}\n");
    }

    @Test
    void shouldRefuseAllWhereOneBlockIsNotFoundAndShowTheNearestLines() {
        String reply = """
                src/Greeter.java
                ```java
                <<<<<<< SEARCH
                package demo;
                =======
                package demo.greeting;
                >>>>>>> REPLACE
                <<<<<<< SEARCH
                        return "Hi " + name;
                =======
                        return "Hello " + name + "!";
                >>>>>>> REPLACE
                ```
                """;

        EditOutcome.Refused refused = refused(reply, MapTree.of("src/Greeter.java", GREETER));

        assertThat(refused.problems()).extracting(EditOutcome.Problem::code).containsExactly("not_found");
        assertThat(refused.feedback())
                .contains("1 edit of 2")
                .contains("    5 |         return \"Hello \" + name;")
                .contains("The other edit is fine");
    }
}
