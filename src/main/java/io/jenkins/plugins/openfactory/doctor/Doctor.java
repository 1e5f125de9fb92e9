package io.jenkins.plugins.openfactory.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at everything that the factory needs and says how to mend what is missing: one model for the command line, the
 * page in Jenkins and its API. Immutable, so safe for any thread.
 *
 * @param checks in the order in which findings are shown
 */
public record Doctor(List<Check> checks) {
    public Doctor {
        checks = List.copyOf(checks);
    }

    /**
     * A finding, and what was mended before it was looked at again.
     *
     * @param done empty where nothing was mended
     */
    public record Examined(Finding finding, Optional<String> done) {}

    /** A check that has nothing to mend. */
    public static Check check(String name, Supplier<Finding> look) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Finding look() {
                return look.get();
            }
        };
    }

    /** What is found now; nothing is changed. */
    public List<Finding> examine() {
        return checks.stream().map(Doctor::look).toList();
    }

    /** Mends what is safe to mend, and says how things are then. */
    public List<Examined> fix() {
        List<Examined> examined = new ArrayList<>();
        for (Check check : checks) {
            Finding before = look(check);
            Optional<String> done = before.severity() == Finding.Severity.OK ? Optional.empty() : mend(check);
            examined.add(new Examined(done.isPresent() ? look(check) : before, done));
        }
        return examined;
    }

    /** The document of {@code doctor --json} and of the API: an array of name, severity, text, mend, and what was done. */
    public static ArrayNode document(List<Examined> examined) {
        ArrayNode list = Json.array();
        for (Examined one : examined) {
            Finding finding = one.finding();
            ObjectNode entry = list.addObject()
                    .put("name", finding.name())
                    .put("severity", finding.severity().id())
                    .put("text", finding.text())
                    .put("mend", finding.mend());
            one.done().ifPresent(done -> entry.put("done", done));
        }
        return list;
    }

    private static Finding look(Check check) {
        try {
            return check.look();
        } catch (UserError | WorldFault e) {
            return Finding.failure(check.name(), e);
        }
    }

    private static Optional<String> mend(Check check) {
        try {
            return check.fix();
        } catch (UserError | WorldFault e) {
            return Optional.of("It could not be mended: " + e.getMessage());
        }
    }
}
