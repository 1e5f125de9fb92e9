package io.jenkins.plugins.openfactory.evidence.view;

import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The log of a finished run, told again from its evidence: the same bytes whenever it is made. */
final class Course {
    private final RunEvidence run;
    private final List<RunEvent> events = new ArrayList<>();

    private Course(RunEvidence run) {
        this.run = run;
    }

    static String of(RunEvidence run) {
        Course course = new Course(run);
        run.stages().forEach(course::stage);
        run.exchanges().forEach(course::exchange);
        run.commands().forEach(course::command);
        run.ci().rounds().forEach(course::round);
        return course.events.stream()
                .sorted(Comparator.comparing(RunEvent::at))
                .map(event -> RunLog.line(event) + "\n")
                .collect(Collectors.joining());
    }

    private void tell(Instant at, StageId stage, Optional<String> ticket, String text) {
        events.add(new RunEvent(at, run.run().runId(), RunEvent.Kind.NOTE, Optional.of(stage), ticket, text));
    }

    private void stage(StageRow stage) {
        stage.startedAt().ifPresent(at -> tell(at, stage.stage(), Optional.empty(), "started"));
        stage.endedAt()
                .ifPresent(at ->
                        tell(at, stage.stage(), Optional.empty(), stage.state().id() + ": " + stage.summary()));
    }

    private void exchange(ExchangeRow row) {
        tell(
                row.at(),
                row.stage(),
                row.ticketId(),
                "model answered " + row.purpose() + " " + row.attempt() + ": " + row.promptTokens() + " + "
                        + row.completionTokens() + " tokens");
    }

    private void command(CommandEvidence command) {
        tell(
                command.at().plusMillis(command.millis()),
                command.stage(),
                command.ticketId(),
                command.line() + " → " + command.ending());
    }

    private void round(CiEvidence.Round round) {
        String seen = round.seen().stream()
                .map(check -> check.name() + " " + check.state())
                .collect(Collectors.joining(", "));
        tell(round.at(), StageId.PR_CI_GATE, Optional.empty(), "required checks on " + round.commit() + ": " + seen);
    }
}
