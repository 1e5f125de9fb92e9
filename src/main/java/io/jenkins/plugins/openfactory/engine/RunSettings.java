package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.json.SchemaViolation;
import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts a run's settings together: the caller's, then the repository's {@code .openfactory.yml} as it stands on the
 * protected base branch, then the defaults. Objects are merged key by key; lists are replaced.
 */
public final class RunSettings {
    /** The repository's own settings. */
    public static final String PROJECT_FILE = ".openfactory.yml";

    private static final String DEFAULTS = """
            {
              "forge": {"kind": "local"},
              "checks": {},
              "parallel": 2,
              "attempts": 3,
              "ciFixes": 2,
              "ciWaitSeconds": 1800,
              "commandSeconds": 600,
              "maxDiffLines": 1500,
              "mayAsk": true,
              "budget": {},
              "approvals": [],
              "model": {"temperature": 0, "maxTokens": 4096, "timeoutSeconds": 120},
              "sandbox": {"minimumTier": "reduced", "buildsInReducedTier": false, "prepareHosts": []},
              "coAuthor": "",
              "prepare": []
            }
            """;

    private RunSettings() {}

    /**
     * The settings of a run.
     *
     * @throws UserError naming the first setting that is wrong, and the mend
     */
    public static RunConfig assemble(ObjectNode caller, FileTree tree, List<String> paths) {
        ObjectNode merged = (ObjectNode) Json.read(DEFAULTS);
        merge(merged, project(tree));
        merge(merged, caller);
        EscalationSettings.complete(merged.path("model"));
        if (!merged.has("requiredChecks")) {
            // a real forge's own protection names them
            ArrayNode names = merged.putArray("requiredChecks");
            if (merged.path("forge").path("kind").asText().equals("local")) {
                names.add("tests");
            }
        }
        if (!merged.has("gates")) {
            merged.set("gates", GateDetection.detect(tree, paths));
        }
        RunConfig config;
        try {
            config = Json.value(merged, RunConfig.class);
        } catch (IllegalArgumentException e) {
            throw new UserError(wrongKind(e), e);
        }
        RunConfigRules.check(config);
        return config;
    }

    /**
     * A run's recorded settings with what was amended since.
     *
     * @throws UserError naming the first setting that is wrong, and the mend
     */
    static RunConfig amended(String config, Optional<String> amendments) {
        ObjectNode merged = (ObjectNode) Json.read(config);
        amendments.ifPresent(text -> merge(merged, (ObjectNode) Json.read(text)));
        EscalationSettings.complete(merged.path("model"));
        RunConfig amended;
        try {
            amended = Json.value(merged, RunConfig.class);
        } catch (IllegalArgumentException e) {
            throw new UserError(wrongKind(e), e);
        }
        RunConfigRules.check(amended);
        return amended;
    }

    private static ObjectNode project(FileTree tree) {
        Optional<FileTree.Entry> file = tree.entry(PROJECT_FILE);
        if (file.isEmpty() || file.get().content().length == 0) {
            return Json.object();
        }
        JsonNode json = yaml(new String(file.get().content(), StandardCharsets.UTF_8));
        if (json.isMissingNode() || json.isNull()) {
            return Json.object();
        }
        List<SchemaViolation> violations = JsonSchemas.validate("project", json);
        if (!violations.isEmpty()) {
            throw new UserError(PROJECT_FILE + " has a wrong setting: " + violations.get(0)
                    + ". See docs/configuration.md for what it may hold.");
        }
        return (ObjectNode) json;
    }

    private static JsonNode yaml(String text) {
        try {
            return new YAMLMapper().readTree(text);
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("").replaceFirst("[.\\s]+$", "");
            String where = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new UserError(PROJECT_FILE + " is not valid YAML" + where + ": " + what + ".", e);
        }
    }

    private static String wrongKind(IllegalArgumentException e) {
        if (!(e.getCause() instanceof JsonMappingException wrong)) {
            return "The settings can't be read: " + e.getMessage() + ".";
        }
        String path = wrong.getPath().stream().map(Reference::getFieldName).collect(Collectors.joining("."));
        return "The setting " + path + " can't be read: " + wrong.getOriginalMessage() + ".";
    }

    /** Merges objects key by key; anything else replaces what was there. */
    static void merge(ObjectNode into, ObjectNode from) {
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            JsonNode there = into.get(field.getKey());
            if (there instanceof ObjectNode object && field.getValue() instanceof ObjectNode more) {
                merge(object, more);
            } else {
                into.set(field.getKey(), field.getValue());
            }
        }
    }
}
