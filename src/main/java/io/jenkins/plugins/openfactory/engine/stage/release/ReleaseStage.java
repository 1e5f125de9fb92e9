package io.jenkins.plugins.openfactory.engine.stage.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.LeakScan;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.evidence.AuditChain;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import io.jenkins.plugins.openfactory.evidence.TraceGate;
import io.jenkins.plugins.openfactory.evidence.Traceability;
import io.jenkins.plugins.openfactory.evidence.sign.Signer;
import io.jenkins.plugins.openfactory.evidence.sign.SigningKey;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.journal.ArtifactDoor;
import io.jenkins.plugins.openfactory.journal.ArtifactDoor.Text;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Stage 7: the reports, the provenance and the manifest are made by code from the record of a green run. Nothing is
 * published before all of it, and all that the run published before, was searched for secrets.
 */
public final class ReleaseStage implements Stage {
    private final Supplier<LeakScan> scans;
    private final Signer signer;

    /**
     * @param scans the scan with every secret that is registered at that time
     * @param signer has the key that signs the provenance
     */
    public ReleaseStage(Supplier<LeakScan> scans, Signer signer) {
        this.scans = scans;
        this.signer = signer;
    }

    @Override
    public StageId id() {
        return StageId.RELEASE_ARTIFACTS;
    }

    @Override
    public StageResult run(StageContext context) {
        Optional<String> problem = Greenness.problem(context);
        if (problem.isPresent()) {
            return new StageResult.Failed(
                    "not_green",
                    "The run can't be released, because " + problem.get()
                            + "; let it go on after the checks are green, or start a new run.");
        }
        context.doors().artifacts().sweep();
        Observed observed = observe(context);
        AuditChain chain = AuditChain.of(observed.chain());
        if (chain.problem().isPresent()) {
            return broken(chain);
        }
        List<String> untraced = TraceGate.violations(Traceability.proven(observed.evidence()));
        if (!untraced.isEmpty()) {
            return untraced(untraced);
        }
        Bundle bundle = new Bundle(
                observed, context.doors().artifacts()::read, context.doors().artifacts()::masked);
        List<Text> told = bundle.tell();
        List<LeakScan.Finding> leaks = leaks(context, observed, told);
        if (!leaks.isEmpty()) {
            return leaked(leaks);
        }
        ArtifactDoor artifacts = context.doors().artifacts();
        List<Artifact> published = artifacts.publish(context.scope(), told);
        bundle.seal(published, sign(context), texts -> artifacts.publish(context.scope(), texts));
        return new StageResult.Succeeded(summary(context, observed.artifacts()));
    }

    private static Observed observe(StageContext context) {
        ObjectNode asked = Json.object().put("what", "release evidence");
        return context.doors()
                .observe()
                .once(
                        context.scope(),
                        "release-evidence",
                        asked,
                        () -> {
                            List<Artifact> before =
                                    Bundle.before(context.doors().artifacts().list());
                            return Observed.of(context, summary(context, before), before);
                        },
                        Observed.class);
    }

    /** Signs the provenance as it was published. Recorded, so that a stage which is resumed has the same signature. */
    private Bundle.Sealed sign(StageContext context) {
        byte[] statement = context.doors()
                .artifacts()
                .read(Provenance.PATH)
                .orElseThrow(() -> new WorldFault(
                        "disk_failed",
                        Provenance.PATH + " is gone since it was published; see what else writes into this folder."))
                .getBytes(StandardCharsets.UTF_8);
        ObjectNode asked = Json.object().put("sign", Provenance.PATH).put("sha256", Sha256.hex(statement));
        return context.doors()
                .observe()
                .once(
                        context.scope(),
                        "signature",
                        asked,
                        () -> {
                            SigningKey key = signer.key();
                            return new Bundle.Sealed(
                                    key.sign(Provenance.PAYLOAD_TYPE, statement).text(),
                                    key.known().pem());
                        },
                        Bundle.Sealed.class);
    }

    private static StageResult untraced(List<String> violations) {
        String more = violations.size() == 1 ? "" : " " + Count.of(violations.size() - 1, "more place") + " likewise.";
        return new StageResult.Failed(
                "untraceable", "Nothing was released. " + violations.get(0) + more + " Start a new run.");
    }

    private static StageResult broken(AuditChain chain) {
        return new StageResult.Failed(
                "audit_broken",
                "Nothing was released, because the record of commands can't be trusted: "
                        + Phrases.sentence(chain.problem().orElseThrow())
                        + " Find out who changed it, and start a new run.");
    }

    private static String summary(StageContext context, List<Artifact> before) {
        long number = context.documents()
                .json("pull_request")
                .orElseThrow()
                .path("number")
                .asLong();
        return Bundle.files(before) + " files published for pull request #" + number;
    }

    /** What is found in the artifacts that are there and in those that would be published, in that order. */
    private List<LeakScan.Finding> leaks(StageContext context, Observed observed, List<Text> told) {
        LeakScan scan = scans.get();
        Stream<Text> there = observed.artifacts().stream()
                .map(artifact -> new Text(
                        artifact.path(),
                        context.doors().artifacts().read(artifact.path()).orElse("")));
        // On every core: it is most of this stage, and the files have nothing to do with each other.
        return Stream.concat(there, told.stream())
                .parallel()
                .flatMap(file -> scan.scan(file.path(), file.text().getBytes(StandardCharsets.UTF_8)).stream())
                .toList();
    }

    private static StageResult leaked(List<LeakScan.Finding> leaks) {
        LeakScan.Finding first = leaks.get(0);
        String more = leaks.size() == 1 ? "" : " and " + (leaks.size() - 1) + " more places";
        return new StageResult.Failed(
                "leak_found",
                "Nothing was released, because a secret would be published: " + first.path() + " line " + first.line()
                        + " (" + first.kind() + ", " + first.excerpt() + ")" + more
                        + "; revoke it if it is real, take it out of what wrote that line, and start a new run.");
    }
}
