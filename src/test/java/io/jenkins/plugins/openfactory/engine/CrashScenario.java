package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.replace;
import static io.jenkins.plugins.openfactory.engine.Script.ticket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.model.ModelPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * A small run with every kind of effect: two tickets of which the second is merged, and a check that is mended and pushed
 * again. Its test commands can't be run twice in one tree, so a command that a crash interrupted must
 * find the tree as it was.
 */
final class CrashScenario {
    private static final Set<String> COUNTED = Set.of("push", "open", "comment", "rerun");

    private CrashScenario() {}

    /** Records the run in a home. */
    static void create(Path home, Path shared) {
        try (Workshop workshop = new Workshop(home, shared)) {
            workshop.source(
                    "greeting.txt",
                    "hello\n",
                    "Makefile",
                    "test:\n\tmkdir tested\n\tgrep -q hello greeting.txt\n"
                            + "ci:\n\tmkdir checked\n\ttest ! -e a.txt || grep -q 'a and so on' a.txt\n");
            workshop.script()
                    .spec(1)
                    .architecture()
                    .tickets(
                            ticket("0001").creates("a.txt").greps("a", "a.txt", "AC-1"),
                            ticket("0002").creates("b.txt").greps("b", "b.txt", "AC-1"))
                    .reply("0001/attempt-1.md", file("a.txt", "a"))
                    .reply("0002/attempt-1.md", file("b.txt", "b"))
                    .reply("ci-fix-1.md", replace("a.txt", "a", "a and so on"));
            ObjectNode settings = workshop.settings().put("parallel", 1);
            settings.putObject("checks")
                    .putArray("tests")
                    .addArray()
                    .add("make")
                    .add("ci");
            workshop.create(settings);
        }
    }

    /** A factory whose calls to the model and to the forge are counted in its home. */
    static Workshop open(Path home, Path shared) {
        Workshop workshop = new Workshop(home, shared);
        workshop.model(model -> {
            ModelPort counted = model;
            for (String call : List.of("chat", "ping")) {
                counted = Wrapped.of(ModelPort.class, counted, call, (arguments, outcome) -> {
                    count(home, "chat");
                    return outcome;
                });
            }
            return counted;
        });
        workshop.forge(forge -> {
            Forge counted = forge;
            for (String call : COUNTED) {
                counted = Wrapped.of(Forge.class, counted, call, (arguments, outcome) -> {
                    count(home, call);
                    return outcome;
                });
            }
            return counted;
        });
        return workshop;
    }

    static String onlyRun(Workshop workshop) {
        return workshop.store().runs(1).get(0).runId();
    }

    /** The calls that were made, over all processes. */
    static List<String> calls(Path home) {
        try {
            Path file = home.resolve("calls.txt");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void count(Path home, String call) {
        try {
            Files.writeString(
                    home.resolve("calls.txt"), call + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
