package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.TicketRow;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** What steps return to the Pipeline: maps, lists and strings, which a sandboxed script may read and Jenkins may keep. */
final class StepResults {
    private StepResults() {}

    static Serializable of(StepKind kind, FactoryRuntime.Opened opened, RunRow row) throws IOException {
        RunStore store = opened.store();
        return switch (kind) {
            case SPEC_FREEZE -> base(row);
            case TICKETS -> tickets(store.tickets(row.runId()));
            case IMPLEMENT -> implemented(store, row);
            case CI_GATE -> gate(store, row);
            case RELEASE -> released(opened, row);
        };
    }

    private static LinkedHashMap<String, Serializable> base(RunRow row) {
        LinkedHashMap<String, Serializable> map = new LinkedHashMap<>();
        map.put("runId", row.runId());
        map.put("traceId", row.traceId());
        map.put("specSha256", row.specSha256().orElse(""));
        map.put("status", row.state().id());
        return map;
    }

    private static ArrayList<Serializable> tickets(List<TicketRow> rows) {
        ArrayList<Serializable> list = new ArrayList<>();
        for (TicketRow row : rows) {
            LinkedHashMap<String, Serializable> map = new LinkedHashMap<>();
            map.put("id", row.ticketId());
            map.put("title", row.title());
            map.put("status", row.state().id());
            map.put("attempts", row.attempts());
            map.put("dependsOn", new ArrayList<>(row.dependsOn()));
            list.add(map);
        }
        return list;
    }

    private static Serializable implemented(RunStore store, RunRow row) {
        LinkedHashMap<String, Serializable> outcomes = new LinkedHashMap<>();
        store.tickets(row.runId())
                .forEach(
                        ticket -> outcomes.put(ticket.ticketId(), ticket.state().id()));
        LinkedHashMap<String, Serializable> map = base(row);
        map.put("tickets", outcomes);
        map.put("head", document(store, row, "integration").path("head").asText());
        return map;
    }

    private static Serializable gate(RunStore store, RunRow row) {
        LinkedHashMap<String, Serializable> map = base(row);
        JsonNode pull = document(store, row, "pull_request");
        map.put("prUrl", pull.path("url").asText());
        map.put("head", pull.path("headSha").asText());
        boolean green = true;
        JsonNode checks = document(store, row, "checks");
        for (JsonNode check : checks) {
            green &= check.path("conclusion").asText().equals("success");
        }
        map.put("conclusion", green && !checks.isEmpty() ? "success" : "failure");
        return map;
    }

    private static Serializable released(FactoryRuntime.Opened opened, RunRow row) throws IOException {
        FolderArtifactStore artifacts = new FolderArtifactStore(opened.home().artifacts(row.runId()));
        ArrayList<Serializable> paths = new ArrayList<>();
        String manifest = "";
        for (Artifact artifact : artifacts.list()) {
            paths.add(artifact.path());
            if (artifact.path().equals(Manifest.PATH)) {
                manifest = artifact.sha256();
            }
        }
        LinkedHashMap<String, Serializable> map = base(row);
        map.put("artifacts", paths);
        map.put("manifestSha256", manifest);
        return map;
    }

    private static JsonNode document(RunStore store, RunRow row, String name) {
        return store.document(row.runId(), name).map(Json::read).orElseGet(Json::object);
    }
}
