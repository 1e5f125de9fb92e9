package io.jenkins.plugins.openfactory.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code provenance.intoto.json}: an in-toto Statement v1 with a SLSA Provenance v1 predicate. The bytes of the file are
 * what the DSSE envelope beside it carries as its payload, of the type {@value #PAYLOAD_TYPE}.
 */
public final class Provenance {
    /** Where a bundle has it. */
    public static final String PATH = "provenance.intoto.json";

    /** Where a bundle has the signed envelope around it. */
    public static final String ENVELOPE = "provenance.dsse.json";

    /** The payload type of the envelope around it. */
    public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

    public static final String STATEMENT = "https://in-toto.io/Statement/v1";
    public static final String PREDICATE = "https://slsa.dev/provenance/v1";
    private static final String BUILD_TYPE = "urn:openfactory:build-type:run:v1";
    private static final String BUILDER = "urn:openfactory:builder:v1";

    /** The name of the byproduct that holds the audit chain's head. */
    private static final String CHAIN = "audit chain of commands";

    private Provenance() {}

    /** @param artifacts the bundle without this file, its envelope, the key and the manifest; in order of path */
    public static ObjectNode statement(RunEvidence run, List<Artifact> artifacts) {
        ObjectNode statement = Json.object().put("_type", STATEMENT);
        ArrayNode subjects = statement.putArray("subject");
        ObjectNode head = subjects.addObject()
                .put("name", "head of pull request " + run.pullRequest().number())
                .put("uri", git(run.pullRequest().remote(), run.pullRequest().branch()));
        head.putObject("digest").put("gitCommit", run.pullRequest().headSha());
        for (Artifact artifact : artifacts) {
            ObjectNode subject = subjects.addObject().put("name", artifact.path());
            subject.putObject("digest").put("sha256", artifact.sha256());
        }
        statement.put("predicateType", PREDICATE);
        ObjectNode predicate = statement.putObject("predicate");
        predicate.set("buildDefinition", definition(run));
        predicate.set("runDetails", details(run));
        return statement;
    }

    /** The audit chain as a statement tells of it; without a length where it doesn't. */
    public static AuditChain chain(JsonNode statement) {
        for (JsonNode each : statement.path("predicate").path("runDetails").path("byproducts")) {
            if (each.path("name").asText().equals(CHAIN)) {
                long length = each.path("annotations").path("length").asLong(-1);
                String head = each.path("digest").path("sha256").asText();
                return new AuditChain(length, head, Optional.empty());
            }
        }
        return new AuditChain(-1, "nothing", Optional.empty());
    }

    private static ObjectNode definition(RunEvidence run) {
        RunEvidence.Setup setup = run.setup();
        ObjectNode definition = Json.object().put("buildType", BUILD_TYPE);
        ObjectNode external = definition.putObject("externalParameters");
        external.put("requestSha256", run.run().requestSha256());
        external.put("repository", setup.repository()).put("base", setup.base());
        external.set("gates", Json.tree(setup.gates()));
        external.set("requiredChecks", Json.tree(setup.requiredChecks()));
        external.set("approvals", Json.tree(setup.approvals()));
        ObjectNode internal = definition.putObject("internalParameters");
        internal.put("specSha256", run.run().specSha256());
        internal.set("model", model(setup.model()));
        internal.set("commandPolicies", Json.tree(policies(run)));
        ObjectNode sandbox = internal.putObject("sandbox");
        sandbox.put("tier", setup.sandbox().tier()).put("uid", setup.sandbox().uid());
        sandbox.set("tiersUsed", Json.tree(tiers(run)));
        internal.put("attempts", setup.attempts()).put("ciFixes", setup.ciFixes());
        ArrayNode materials = definition.putArray("resolvedDependencies");
        material(materials, "base commit", "gitCommit", setup.baseCommit())
                .put("uri", git(setup.repository(), setup.base()));
        material(materials, "request", "sha256", run.run().requestSha256());
        material(materials, "SPEC.json in canonical form", "sha256", run.run().specSha256());
        policies(run).forEach(policy -> material(materials, "command policy", "sha256", policy));
        binaries(run).forEach((path, sha256) -> material(materials, path, "sha256", sha256));
        return definition;
    }

    private static ObjectNode model(ModelSettings settings) {
        ObjectNode model = Json.object().put("provider", settings.provider());
        model.put("baseUrl", settings.baseUrl()).put("modelId", settings.modelId());
        model.put("temperature", settings.temperature()).put("maxTokens", settings.maxTokens());
        settings.seed().ifPresent(seed -> model.put("seed", seed));
        return model;
    }

    /** The policies that decided on commands; the one in force now where there was no command. */
    private static List<String> policies(RunEvidence run) {
        List<String> used = run.audited().stream()
                .map(AuditedCommand::policySha256)
                .filter(policy -> !policy.isEmpty())
                .distinct()
                .sorted()
                .toList();
        return used.isEmpty() ? List.of(run.setup().policySha256()) : used;
    }

    private static List<String> tiers(RunEvidence run) {
        return run.audited().stream()
                .flatMap(command -> command.place().stream())
                .map(AuditedCommand.Place::tier)
                .distinct()
                .sorted()
                .toList();
    }

    private static Map<String, String> binaries(RunEvidence run) {
        Map<String, String> binaries = new TreeMap<>();
        run.audited().stream()
                .flatMap(command -> command.binary().stream())
                .forEach(binary -> binaries.put(binary.path(), binary.sha256()));
        return binaries;
    }

    private static ObjectNode material(ArrayNode materials, String name, String algorithm, String digest) {
        ObjectNode material = materials.addObject().put("name", name);
        material.putObject("digest").put(algorithm, digest);
        return material;
    }

    private static ObjectNode details(RunEvidence run) {
        ObjectNode details = Json.object();
        ObjectNode builder = details.putObject("builder").put("id", BUILDER);
        builder.putObject("version").put("openfactory", RunEvidence.version());
        details.putObject("metadata")
                .put("invocationId", run.run().runId())
                .put("startedOn", run.run().createdAt().toString())
                .put("finishedOn", run.at().toString());
        ArrayNode byproducts = details.putArray("byproducts");
        ObjectNode chain = byproducts.addObject().put("name", CHAIN);
        chain.putObject("digest").put("sha256", run.audit().head());
        chain.putObject("annotations")
                .put("length", run.audit().length())
                .put("intact", run.audit().problem().isEmpty())
                .put("traceId", run.run().traceId());
        run.tickets().forEach(ticket -> ticket.proofs().forEach(proof -> test(byproducts, ticket, proof)));
        run.gates().forEach(gate -> command(byproducts, "local gate", gate));
        for (CiEvidence.Check check : run.ci().checks()) {
            ObjectNode row = byproducts.addObject().put("name", "required check " + check.name());
            row.putObject("digest").put("gitCommit", check.headSha());
            row.putObject("annotations").put("app", check.app()).put("conclusion", check.conclusion());
        }
        return details;
    }

    private static void test(ArrayNode byproducts, TicketEvidence ticket, TicketEvidence.Proof proof) {
        ObjectNode row = byproducts.addObject().put("name", "test of ticket " + ticket.id() + " " + proof.line());
        row.putObject("digest").put("gitCommit", ticket.merged());
        ObjectNode notes = row.putObject("annotations");
        notes.set("proves", Json.tree(proof.test().proves()));
        notes.put("failToPass", proof.test().mustFailFirst());
        proof.before().ifPresent(run -> notes.put("before", run.ending()).put("beforeAuditRecord", run.audit()));
        proof.last().ifPresent(run -> notes.put("result", run.ending()).put("auditRecord", run.audit()));
    }

    private static void command(ArrayNode byproducts, String what, CommandEvidence command) {
        ObjectNode row = byproducts.addObject().put("name", what + " " + command.line());
        row.putObject("digest").put("gitCommit", command.commit());
        ObjectNode notes =
                row.putObject("annotations").put("result", command.ending()).put("millis", command.millis());
        notes.put("auditRecord", command.audit());
        Optional<String> log = command.log();
        log.ifPresent(path -> notes.put("log", path));
    }

    private static String git(String repository, String branch) {
        boolean address = repository.matches("[a-z][a-z0-9+.-]*://.*");
        return "git+" + (address ? repository : "file://" + repository) + "@refs/heads/" + branch;
    }
}
