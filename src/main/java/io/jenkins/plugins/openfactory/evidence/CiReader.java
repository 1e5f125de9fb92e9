package io.jenkins.plugins.openfactory.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.EffectRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads from the record what the required checks showed and what was done about it. Immutable. */
public final class CiReader {
    private static final String FOLDER = "CI_EVIDENCE/";
    private static final String ROUND = "checks-";
    private static final String AGAIN = "-again";
    private static final Pattern FIX = Pattern.compile("fix-(\\d{1,6})");
    private static final int EXCERPT = 6000;

    private final List<EffectRow> effects;
    private final List<CommandEvidence> commands;
    private final Function<String, Optional<String>> artifacts;
    private final BiFunction<String, String, List<FileEvidence>> changes;

    /**
     * @param effects of the run, in order of intent
     * @param commands of the run, with their logs
     * @param artifacts the text of an artifact by its path
     * @param changes the files that differ between two commits
     */
    public CiReader(
            List<EffectRow> effects,
            List<CommandEvidence> commands,
            Function<String, Optional<String>> artifacts,
            BiFunction<String, String, List<FileEvidence>> changes) {
        this.effects = effects.stream()
                .filter(effect ->
                        effect.stage() == StageId.PR_CI_GATE && effect.outcome().isPresent())
                .toList();
        this.commands = List.copyOf(commands);
        this.artifacts = artifacts;
        this.changes = changes;
    }

    /** @param checks the document {@code checks} of the run */
    public CiEvidence read(JsonNode checks) {
        List<CiEvidence.Check> last = new ArrayList<>();
        checks.forEach(check -> last.add(new CiEvidence.Check(
                check.path("name").asText(),
                check.path("app").asText(),
                check.path("conclusion").asText(),
                check.path("headSha").asText(),
                check.path("verdict").asText())));
        return new CiEvidence(last, rounds(), fixes());
    }

    private List<CiEvidence.Round> rounds() {
        List<EffectRow> looks = effects.stream()
                .filter(effect ->
                        effect.kind().equals("observe") && round(effect).isPresent())
                .toList();
        return looks.stream().map(look -> round(look, looks)).toList();
    }

    private static Optional<String> round(EffectRow effect) {
        return EffectKey.parse(effect.key())
                .map(EffectKey::name)
                .filter(name -> name.startsWith(ROUND))
                .map(name -> name.substring(ROUND.length()));
    }

    private CiEvidence.Round round(EffectRow look, List<EffectRow> all) {
        String name = round(look).orElseThrow();
        JsonNode outcome = Json.read(look.outcome().orElseThrow());
        Optional<String> prefix = owns(look, name, all) ? prefix(name, all) : Optional.empty();
        boolean green = green(outcome.path("checks"));
        List<CiEvidence.Seen> seen = seen(outcome, green ? Optional.of("final") : prefix);
        JsonNode page = prefix.filter(p -> !green)
                .flatMap(p -> artifacts.apply(FOLDER + p + ".json"))
                .map(Json::read)
                .orElseGet(Json::object);
        List<CiEvidence.Tried> tried = new ArrayList<>();
        page.path("tried")
                .forEach(row -> tried.add(new CiEvidence.Tried(
                        Json.texts(row.path("argv")),
                        row.path("ending").asText(),
                        row.path("log").asText())));
        return new CiEvidence.Round(
                EffectKey.parse(look.key()).orElseThrow().stageAttempt(),
                name,
                Json.read(look.request()).path("commit").asText(),
                seen,
                green ? "success" : page.path("verdict").asText("not recorded"),
                page.path("reason").asText(),
                tried,
                green ? Optional.empty() : prefix.flatMap(this::excerpt),
                look.intentAt());
    }

    private static boolean green(JsonNode checks) {
        boolean green = !checks.isEmpty();
        for (JsonNode check : checks) {
            green &= check.path("state").asText().equals("success");
        }
        return green;
    }

    /** Whether the artifacts of a round's name are this look's own: a later entry of the stage replaces them. */
    private static boolean owns(EffectRow look, String name, List<EffectRow> all) {
        return all.stream()
                .filter(other -> round(other).equals(Optional.of(name)))
                .reduce((first, second) -> second)
                .filter(last -> last == look)
                .isPresent();
    }

    /** The beginning of the names of a round's artifacts; empty where there are none. */
    private Optional<String> prefix(String name, List<EffectRow> all) {
        String number = name.replace(AGAIN, "");
        boolean lookedAgain = all.stream().anyMatch(other -> round(other).equals(Optional.of(number + AGAIN)));
        List<String> candidates = lookedAgain && !name.endsWith(AGAIN)
                ? List.of("round-" + number + "-seen")
                : name.endsWith(AGAIN)
                        ? List.of("round-" + number)
                        : List.of("round-" + number, "round-" + number + "-seen");
        return candidates.stream()
                .filter(candidate ->
                        artifacts.apply(FOLDER + candidate + ".json").isPresent())
                .findFirst();
    }

    private List<CiEvidence.Seen> seen(JsonNode outcome, Optional<String> prefix) {
        List<CiEvidence.Seen> seen = new ArrayList<>();
        JsonNode page = prefix.flatMap(p -> artifacts.apply(FOLDER + p + ".json"))
                .map(Json::read)
                .orElseGet(Json::object);
        outcome.path("checks")
                .forEach(check -> seen.add(new CiEvidence.Seen(
                        check.path("name").asText(),
                        check.path("app").asText(),
                        check.path("state").asText(),
                        check.path("summary").asText(),
                        check.path("url").asText(),
                        prefix.flatMap(p -> log(page, p, check)))));
        return seen;
    }

    /** The artifact with a check's log: as its page names it, else by the check's name. */
    private Optional<String> log(JsonNode page, String prefix, JsonNode check) {
        String name = check.path("name").asText();
        String path = FOLDER + prefix + "-" + name.replaceAll("[^A-Za-z0-9._-]+", "-") + ".log";
        for (JsonNode row : page.path("checks")) {
            if (row.path("name").equals(check.path("name"))
                    && row.path("app").equals(check.path("app"))
                    && row.has("log")) {
                path = row.path("log").asText();
            }
        }
        return Optional.of(path).filter(found -> artifacts.apply(found).isPresent());
    }

    private Optional<String> excerpt(String prefix) {
        return artifacts
                .apply(FOLDER + prefix + "-evidence.txt")
                .map(text -> text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "\n…");
    }

    private List<CiEvidence.Fix> fixes() {
        Set<String> pushed = effects.stream()
                .filter(effect -> effect.kind().equals("push"))
                .map(effect -> Json.read(effect.request()).path("commit").asText())
                .collect(Collectors.toSet());
        List<CiEvidence.Fix> fixes = new ArrayList<>();
        for (EffectRow effect : effects) {
            Matcher name = FIX.matcher(
                    EffectKey.parse(effect.key()).map(EffectKey::name).orElse(""));
            if (effect.kind().equals("commit") && name.matches()) {
                fixes.add(fix(effect, Integer.parseInt(name.group(1)), pushed));
            }
        }
        return fixes;
    }

    private CiEvidence.Fix fix(EffectRow effect, int number, Set<String> pushed) {
        String commit = Json.read(effect.outcome().orElseThrow()).asText();
        String parent = Json.read(effect.request()).path("parent").asText();
        return new CiEvidence.Fix(
                number,
                commit,
                pushed.contains(commit),
                changes.apply(parent, commit),
                Optional.of(FOLDER + "fix-" + number + ".diff")
                        .filter(path -> artifacts.apply(path).isPresent()),
                commands.stream()
                        .filter(command -> command.job().startsWith("fix-")
                                && command.commit().equals(commit))
                        .toList());
    }
}
