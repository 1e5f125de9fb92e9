package io.jenkins.plugins.openfactory.model;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A model that answers from a folder of files by purpose, ticket and attempt, whatever the prompt says. The names are in
 * {@code docs/model.md}: {@code spec.json}, {@code spec-2.json}, {@code architecture.md}, {@code tickets.json},
 * {@code 0001/attempt-1.md}, {@code ci-fix-1.md}, {@code preflight.md}. Token counts are estimates, latency is zero.
 *
 * <p>Safe for any thread if its source is. Files are read at each call, so a demonstration can be edited while it runs.
 */
public final class ScriptedModel implements ModelPort {
    private static final String PING_REPLY = "ok";

    private final ModelSettings settings;
    private final Function<String, Optional<byte[]>> source;

    /**
     * @param settings how the model is shown in the run record
     * @param source the content of a file by its relative name with {@code /} between names; empty where there is none
     */
    public ScriptedModel(ModelSettings settings, Function<String, Optional<byte[]>> source) {
        this.settings = Objects.requireNonNull(settings);
        this.source = Objects.requireNonNull(source);
    }

    /**
     * A model that answers from a folder on disk.
     *
     * @throws UserError if there is no such folder
     */
    public static ScriptedModel inFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserError("The scripted model's folder '" + folder
                    + "' is not a folder; name one that holds spec.json, tickets.json and so on.");
        }
        return new ScriptedModel(
                settings(folder.toAbsolutePath().normalize().toUri().toString()), name -> read(folder.resolve(name)));
    }

    /**
     * A model that answers from a folder inside a jar or another part of the class path.
     *
     * @param folder without a slash at either end, for instance {@code examples/smoke/model}
     */
    public static ScriptedModel onClassPath(ClassLoader loader, String folder) {
        return new ScriptedModel(settings("classpath:" + folder), name -> read(loader, folder + "/" + name));
    }

    /** Settings of a scripted model: temperature 0, 4,096 tokens a reply, and a price of nothing. */
    public static ModelSettings settings(String baseUrl) {
        return new ModelSettings(
                "scripted",
                baseUrl,
                "scripted",
                0,
                4096,
                Optional.empty(),
                Duration.ofSeconds(120),
                Optional.of(0.0),
                Optional.of(0.0));
    }

    @Override
    public ModelSettings settings() {
        return settings;
    }

    @Override
    public ModelReply chat(ModelRequest request, CancelToken cancel) {
        cancel.throwIfCancelled();
        List<String> names = names(request);
        for (String name : names) {
            Optional<byte[]> content = source.apply(name);
            if (content.isPresent()) {
                return reply(request, decode(name, content.get()));
            }
        }
        if (request.purpose() == ModelRequest.Purpose.PREFLIGHT) {
            return reply(request, PING_REPLY);
        }
        throw new ModelFault(
                ModelFault.Kind.NOT_RECORDED,
                "The scripted model at " + settings.baseUrl() + " has no reply for " + request.describe()
                        + "; add the file " + String.join(" or ", names) + ".");
    }

    @Override
    public ModelReply ping(CancelToken cancel) {
        return chat(ModelRequest.ping(), cancel);
    }

    /** The names that are looked for, the preferred one first. */
    static List<String> names(ModelRequest request) {
        int attempt = request.attempt();
        String suffix = attempt == 1 ? "" : "-" + attempt;
        return switch (request.purpose()) {
            case PREFLIGHT -> List.of("preflight.md");
            case SPEC -> List.of("spec" + suffix + ".json", "spec" + suffix + ".md");
            case ARCHITECTURE -> List.of("architecture" + suffix + ".md");
            case TICKETS -> List.of("tickets" + suffix + ".json", "tickets" + suffix + ".md");
            case IMPLEMENT -> List.of(ticket(request) + "/attempt-" + attempt + ".md");
            case CI_FIX -> List.of("ci-fix-" + attempt + ".md");
        };
    }

    private static String ticket(ModelRequest request) {
        String id = request.ticketId()
                .orElseThrow(() -> new IllegalArgumentException("an implement request must name its ticket"));
        if (!id.matches("[0-9]{4}")) {
            throw new IllegalArgumentException("a ticket's id has four digits, not '" + id + "'");
        }
        return id;
    }

    private static ModelReply reply(ModelRequest request, String text) {
        return new ModelReply(text, Tokens.estimate(request), Tokens.estimate(text), "stop", Duration.ZERO, 1, true);
    }

    private String decode(String name, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ModelFault(
                    ModelFault.Kind.BAD_REPLY,
                    "The scripted reply " + name + " at " + settings.baseUrl() + " is not UTF-8; save it as UTF-8.",
                    e);
        }
    }

    private static Optional<byte[]> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new WorldFault(
                    "model_script_unreadable",
                    "The scripted reply '" + file + "' can't be read; check its permissions: " + e.getMessage() + ".",
                    e);
        }
    }

    private static Optional<byte[]> read(ClassLoader loader, String name) {
        try (InputStream in = loader.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
