package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * GitHub's REST API as bytes over HTTP: conditional requests, pages, both kinds of rate limit, outages, and a sentence
 * for every refusal. The token is asked for at each request and kept nowhere. Safe for any thread.
 */
final class GitHubApi {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    /** An outage of two minutes is survived with room to spare. */
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
    private static final int MOST_PAGES = 100;
    /** The size of the pages that we ask for. */
    private static final int PAGE = 100;

    private static final int MOST_REDIRECTS = 5;

    /** One for all, because each has threads of its own. */
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final AnswerCache cache = new AnswerCache();
    private final URI base;
    private final String repository;
    private final Supplier<String> token;
    private final Clock clock;
    private final Pauses pauses;
    private volatile Instant blockedUntil = Instant.MIN;
    private volatile CancelToken cancel = new CancelToken();

    GitHubApi(URI base, String repository, Supplier<String> token, Clock clock, Pauses pauses) {
        this.base = base;
        this.repository = repository;
        this.token = token;
        this.clock = clock;
        this.pauses = pauses;
    }

    URI base() {
        return base;
    }

    /** The run that waits for us: from now on its cancellation ends every pause. */
    void follow(CancelToken token) {
        cancel = token;
    }

    void pause(Duration duration) {
        pauses.pause(duration, cancel);
    }

    /** The value of the Authorization header, with the token as it is now. */
    String authorization() {
        return "Bearer " + token.get();
    }

    JsonNode get(String path) {
        return json(path, send("GET", address(path), Optional.empty()));
    }

    /** What is there, or nothing where GitHub says 404. */
    Optional<JsonNode> find(String path) {
        return unless(Set.of(404), () -> get(path));
    }

    /** What is asked, or nothing where the answer has one of these states. */
    static <T> Optional<T> unless(Set<Integer> states, Supplier<T> ask) {
        try {
            return Optional.of(ask.get());
        } catch (GitHubFault e) {
            if (states.contains(e.status())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Every item of a list over all its pages; {@code field} holds the items where a page is an object. */
    List<JsonNode> pages(String path, String field) {
        List<JsonNode> items = new ArrayList<>();
        Optional<URI> page = Optional.of(address(path));
        JsonNode last = null;
        for (int n = 1; page.isPresent(); n++) {
            URI here = page.get();
            if (n > MOST_PAGES) {
                throw new GitHubFault(0, "forge", "GitHub's list " + here + " has more than " + MOST_PAGES + " pages.");
            }
            Answer answer = send("GET", here, Optional.empty());
            JsonNode json = json(here.toString(), answer);
            JsonNode some = json.isArray() ? json : json.path(field);
            if (some.equals(last)) {
                break;
            }
            some.forEach(items::add);
            last = some;
            page = answer.next()
                    .map(here::resolve)
                    .or(() -> unlinked(path, json, some, items.size()).map(next -> address(path + "&page=" + next)));
        }
        return items;
    }

    /** The number of the next page where an answer has no Link header and there seems to be more. */
    private static Optional<Integer> unlinked(String path, JsonNode json, JsonNode some, int sofar) {
        boolean more = json.path("total_count").isNumber()
                ? sofar < json.path("total_count").asInt()
                : some.size() >= PAGE;
        int size = Math.max(1, some.size());
        return path.contains("per_page=") && more && !some.isEmpty()
                ? Optional.of((sofar + size - 1) / size + 1)
                : Optional.empty();
    }

    Answer post(String path, JsonNode body) {
        return send("POST", address(path), Optional.of(Json.write(body).getBytes(StandardCharsets.UTF_8)));
    }

    /** A question in GraphQL; beside the API of an Enterprise server, under the base of any other. */
    JsonNode graphql(JsonNode question) {
        URI address = URI.create(base.toString().replaceFirst("/api/v3$", "/api") + "/graphql");
        byte[] body = Json.write(question).getBytes(StandardCharsets.UTF_8);
        return json(address.toString(), send("POST", address, Optional.of(body)));
    }

    void delete(String path) {
        send("DELETE", address(path), Optional.empty());
    }

    /** A text behind redirects, for instance a job's log; the token goes to GitHub's own address only. */
    String text(String path) {
        return send("GET", address(path), Optional.empty()).text();
    }

    private URI address(String path) {
        return URI.create(base.toString() + path);
    }

    private JsonNode json(String where, Answer answer) {
        try {
            return Json.read(answer.text());
        } catch (IllegalArgumentException e) {
            throw new GitHubFault(
                    "forge", "GitHub at " + base + " answered " + where + " with something that is no JSON.", e);
        }
    }

    /** One request with everything it takes until GitHub really answered. Errors are {@link GitHubFault}s. */
    Answer send(String method, URI url, Optional<byte[]> body) {
        Duration waited = Duration.ZERO;
        for (int tries = 0; ; tries++) {
            throwIfBlocked(method, url);
            Duration pause = backOff(tries);
            try {
                Answer answer = follow(method, url, body);
                Optional<Duration> limit = Limits.wait(answer, clock.instant());
                if (limit.isEmpty() && answer.status() < 500) {
                    return accepted(method, url, answer);
                }
                pause = limit.orElse(pause);
                boolean repeatable = limit.isPresent() || method.equals("GET");
                if (!repeatable || waited.plus(pause).compareTo(PATIENCE) > 0) {
                    throw limit.isPresent() ? limited(method, url, pause) : refused(method, url, answer);
                }
            } catch (IOException e) {
                boolean repeatable = method.equals("GET") || e instanceof ConnectException;
                if (!repeatable || waited.plus(pause).compareTo(PATIENCE) > 0) {
                    throw down(method, url, e);
                }
            }
            pause(pause);
            waited = waited.plus(pause);
        }
    }

    /**
     * Something that looks before it acts, done again while GitHub is down: an answer that was lost may belong to a
     * request that was carried out.
     */
    <T> T insist(Supplier<T> lookAndAct) {
        Duration waited = Duration.ZERO;
        for (int tries = 0; ; tries++) {
            try {
                return lookAndAct.get();
            } catch (GitHubFault e) {
                Duration pause = backOff(tries);
                boolean passes = e.code().equals("forge_down") || e.code().equals("forge_busy");
                if (!passes || waited.plus(pause).compareTo(PATIENCE) > 0) {
                    throw e;
                }
                pause(pause);
                waited = waited.plus(pause);
            }
        }
    }

    private static Duration backOff(int tries) {
        Duration pause = Duration.ofSeconds(1L << Math.min(tries, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private Answer follow(String method, URI url, Optional<byte[]> body) throws IOException {
        URI at = url;
        for (int hops = 0; ; hops++) {
            Answer answer = once(method, at, body);
            boolean moved = answer.status() == 301
                    || answer.status() == 302
                    || answer.status() == 307
                    || answer.status() == 308;
            Optional<String> where = answer.header("Location");
            if (!moved || where.isEmpty() || hops == MOST_REDIRECTS || !method.equals("GET")) {
                return answer;
            }
            at = at.resolve(where.get());
        }
    }

    private Answer once(String method, URI url, Optional<byte[]> body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(ANSWER)
                .method(method, body.map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody))
                .header("User-Agent", "openfactory");
        if (sameOrigin(url)) {
            request.header("Accept", "application/vnd.github+json")
                    .header("X-GitHub-Api-Version", "2022-11-28")
                    .header("Authorization", authorization());
        }
        body.ifPresent(bytes -> request.header("Content-Type", "application/json"));
        Optional<Answer> former = method.equals("GET") ? cache.get(url.toString()) : Optional.empty();
        former.flatMap(answer -> answer.header("ETag")).ifPresent(tag -> request.header("If-None-Match", tag));
        Answer answer = exchange(request.build());
        if (answer.status() == 304 && former.isPresent()) {
            return former.get();
        }
        if (method.equals("GET") && answer.status() == 200) {
            cache.put(url.toString(), answer);
        }
        return answer;
    }

    private Answer exchange(HttpRequest request) throws IOException {
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers().map(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitHubFault("interrupted", "Asking GitHub was interrupted; let the run go on.", e);
        }
    }

    private boolean sameOrigin(URI url) {
        return base.getScheme().equals(url.getScheme())
                && base.getHost().equalsIgnoreCase(url.getHost())
                && base.getPort() == url.getPort();
    }

    private Answer accepted(String method, URI url, Answer answer) {
        if (answer.status() >= 300) {
            throw refused(method, url, answer);
        }
        return answer;
    }

    private void throwIfBlocked(String method, URI url) {
        Instant now = clock.instant();
        if (now.isBefore(blockedUntil)) {
            throw limited(method, url, Duration.between(now, blockedUntil));
        }
    }

    private GitHubFault limited(String method, URI url, Duration wait) {
        blockedUntil = clock.instant().plus(wait);
        return new GitHubFault(
                429,
                "rate_limited",
                "GitHub at " + base + " refuses " + method + " " + url.getPath()
                        + " because its rate limit is used up; it asks to wait until "
                        + blockedUntil.plusMillis(999).truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                        + ", so let the run go on then.");
    }

    private GitHubFault down(String method, URI url, IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName().replace("Exception", "") : e.getMessage();
        return new GitHubFault(
                "forge_down",
                "GitHub at " + base + " does not answer " + method + " " + url.getPath() + " for " + repository + " ("
                        + why + "); check the address and the network and let the run go on.",
                e);
    }

    private GitHubFault refused(String method, URI url, Answer answer) {
        int status = answer.status();
        String code = status >= 500
                ? "forge_down"
                : switch (status) {
                    case 401 -> "forge_unauthorized";
                    case 403 -> "forge_forbidden";
                    case 404 -> "not_found";
                    default -> "forge_refused";
                };
        String mend = status >= 500
                ? "let the run go on later"
                : switch (status) {
                    case 401 -> "give a valid token";
                    case 403 -> "give a token with the permissions that docs/forge.md lists, or ask the owner";
                    case 404 -> "check the repository's name and that the token may see it";
                    default -> "look at the repository's settings";
                };
        return new GitHubFault(
                status,
                code,
                "GitHub at " + base + " answered " + status + " to " + method + " " + url.getPath() + " for "
                        + repository + said(answer) + "; " + mend + ".");
    }

    /** What an error's body says: its message and those of its parts, on one line and of bounded length. */
    private static String said(Answer answer) {
        try {
            JsonNode json = Json.read(answer.text());
            StringBuilder text = new StringBuilder(json.path("message").asText(""));
            json.path("errors").forEach(error -> {
                String part = error.isTextual()
                        ? error.asText()
                        : error.path("message").asText("");
                text.append(part.isEmpty() ? "" : ": " + part);
            });
            String line = text.toString().replaceAll("\\s+", " ").strip().replaceFirst("\\.$", "");
            return line.isEmpty() ? "" : " (" + line.substring(0, Math.min(300, line.length())) + ")";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    int cached() {
        return cache.size();
    }
}
