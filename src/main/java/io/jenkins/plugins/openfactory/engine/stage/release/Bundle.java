package io.jenkins.plugins.openfactory.engine.stage.release;

import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.evidence.AuditFile;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.Traceability;
import io.jenkins.plugins.openfactory.evidence.report.PipelineChart;
import io.jenkins.plugins.openfactory.evidence.report.Runbook;
import io.jenkins.plugins.openfactory.evidence.report.SecurityReport;
import io.jenkins.plugins.openfactory.evidence.report.SummaryReport;
import io.jenkins.plugins.openfactory.evidence.report.TestReport;
import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import io.jenkins.plugins.openfactory.evidence.view.HtmlReport;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The files of a release, each made from the ones before it; the manifest comes last. */
final class Bundle {
    private static final String SUMMARY = "FINAL_SUMMARY.md";
    private static final String RUNBOOK = "RUNBOOK.md";
    private static final String TESTS = "TEST_REPORT.md";
    private static final String SECURITY = "SECURITY_NOTES.md";
    private static final String CHART = "pipeline.mmd";
    private static final String STATUS = "report/run.json";

    /** The files that are made here; where one was left by a former entry of the stage, it is replaced. */
    private static final Set<String> OWN = Set.of(
            SUMMARY,
            RUNBOOK,
            TESTS,
            SECURITY,
            CHART,
            STATUS,
            Traceability.PATH,
            HtmlReport.PATH,
            AuditFile.PATH,
            Provenance.PATH,
            Provenance.ENVELOPE,
            VerifyingKey.PATH,
            Manifest.PATH);

    private final Observed observed;
    private final Function<String, Optional<String>> read;

    /** @param read the text of an artifact by its path */
    Bundle(Observed observed, Function<String, Optional<String>> read) {
        this.observed = observed;
        this.read = read;
    }

    /** Those of a run's artifacts that the stages before made. */
    static List<Artifact> before(List<Artifact> all) {
        return all.stream().filter(artifact -> !OWN.contains(artifact.path())).toList();
    }

    /** How many files a bundle has on top of these. */
    static int files(List<Artifact> before) {
        return before.size() + OWN.size();
    }

    /** Makes the files that tell of the run, gives each path and text to {@code out}, and returns all artifacts then. */
    List<Artifact> tell(BiFunction<String, String, Artifact> out) {
        RunEvidence run = observed.evidence();
        List<Artifact> artifacts = new ArrayList<>(observed.artifacts());
        artifacts.add(out.apply(AuditFile.PATH, AuditFile.text(observed.chain())));
        artifacts.add(out.apply(SUMMARY, SummaryReport.render(run)));
        artifacts.add(out.apply(RUNBOOK, Runbook.render(run)));
        artifacts.add(out.apply(TESTS, TestReport.render(run)));
        artifacts.add(out.apply(SECURITY, SecurityReport.render(run, files(observed.artifacts()))));
        artifacts.add(out.apply(CHART, PipelineChart.render(run)));
        artifacts.add(out.apply(Traceability.PATH, Json.pretty(Traceability.proven(run))));
        artifacts.add(out.apply(STATUS, Json.pretty(observed.status())));
        artifacts.add(out.apply(HtmlReport.PATH, HtmlReport.render(run, observed.status(), sorted(artifacts), read)));
        artifacts.add(out.apply(Provenance.PATH, Json.pretty(Provenance.statement(run, sorted(artifacts)))));
        return artifacts;
    }

    /** Makes the signed envelope of the provenance, the key to check it with, and the manifest of everything. */
    void seal(List<Artifact> told, Sealed sealed, BiFunction<String, String, Artifact> out) {
        List<Artifact> artifacts = new ArrayList<>(told);
        artifacts.add(out.apply(Provenance.ENVELOPE, sealed.envelope()));
        artifacts.add(out.apply(VerifyingKey.PATH, sealed.key()));
        RunEvidence.Run run = observed.evidence().run();
        Manifest manifest = Manifest.of(run.runId(), Optional.of(run.specSha256()), artifacts);
        out.apply(Manifest.PATH, manifest.text());
    }

    /**
     * A signature as it is published.
     *
     * @param envelope the DSSE envelope's text
     * @param key the public key in PEM
     */
    record Sealed(String envelope, String key) {}

    private static List<Artifact> sorted(List<Artifact> artifacts) {
        return artifacts.stream().sorted(Comparator.comparing(Artifact::path)).toList();
    }
}
