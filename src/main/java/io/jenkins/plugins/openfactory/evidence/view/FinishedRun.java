package io.jenkins.plugins.openfactory.evidence.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.report.Story;
import java.util.List;
import java.util.Optional;

/** The run view of a green run, from the same evidence that every report is rendered from. */
final class FinishedRun {
    private FinishedRun() {}

    static RunView view(RunEvidence run, JsonNode status, List<Artifact> artifacts, long logSize) {
        return new RunView(
                RunView.VERSION,
                Head.of((ObjectNode) status, Optional.empty(), logSize),
                new RunView.Request(
                        run.run().request(), run.run().origin(), run.run().requestSha256()),
                Optional.of(run.spec()),
                run.tickets().stream().map(TicketView::of).toList(),
                run.notes(),
                CommandView.of(run.audited(), run.commands()),
                run.exchanges().stream().map(ExchangeView::of).toList(),
                run.ci().rounds(),
                run.ci().fixes().stream().map(RunView.Fix::of).toList(),
                run.audit(),
                run.approvals().stream()
                        .map(word -> new RunView.Word(
                                word.subject(),
                                word.decision(),
                                word.boundSha256(),
                                word.text(),
                                word.by(),
                                word.at().toString()))
                        .toList(),
                Story.of(run),
                artifacts.stream()
                        .map(file -> new RunView.File(file.path(), file.size(), Optional.of(file.sha256())))
                        .toList());
    }
}
