package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceivePack;

/**
 * A GitHub server for tests, at {@code URL/api/v3} like an Enterprise server, written from the published REST
 * description: resources, pages by {@code Link}, ETags with 304, rate limit headers, 401, 404 and 422, and git over HTTP.
 * A 304 costs nothing of the rate limit.
 */
public final class GitHubServer implements AutoCloseable {
    public static final String TOKEN = "ghp_" + "t".repeat(36);

    /** One request after its token was found good. */
    record Call(String method, List<String> match, HttpServletRequest request, JsonNode body) {
        int page() {
            return Integer.parseInt(
                    Optional.ofNullable(request.getParameter("page")).orElse("1"));
        }

        int perPage() {
            return Math.min(
                    100,
                    Integer.parseInt(Optional.ofNullable(request.getParameter("per_page"))
                            .orElse("30")));
        }
    }

    /** What the server answers to a call. */
    record Reply(int status, JsonNode body, Map<String, String> headers) {
        static Reply of(int status, JsonNode body) {
            return new Reply(status, body, Map.of());
        }

        static Reply error(int status, String message) {
            return of(
                    status,
                    Json.object().put("message", message).put("documentation_url", "https://docs.github.com/rest"));
        }
    }

    private static final Logger LOG = Logger.getLogger("org.eclipse.jetty");

    public final GitHubState state;
    public final List<String> requests = new CopyOnWriteArrayList<>();
    public final AtomicInteger charged = new AtomicInteger();
    /** Called before each request, to play outages and limits; answers by itself where it returns true. */
    public volatile Interruption interruption = (request, response) -> false;
    /** Called after a pull request's head got its commit: the workflows that answer it. */
    public volatile Consumer<String> workflows = commit -> {};

    public volatile BiConsumer<ObjectNode, String> rerun = (run, kind) -> {};
    /** Whether nothing may be run again, as with a token that lacks the permission. */
    public volatile boolean rerunRefused;

    /** What another server may leave out: fields by name, ETag and Link headers, and resources by pattern of their path. */
    public final Set<String> dropped = ConcurrentHashMap.newKeySet();

    public final Set<String> missing = ConcurrentHashMap.newKeySet();
    /** Resources by pattern of their path whose ids are texts. */
    public final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    /** Whether the repository says that its reader may push. */
    public volatile boolean pushes = true;

    public volatile boolean withoutEtags;
    public volatile boolean withoutLinks;

    public volatile int limit = 5000;
    private final Server server = new Server();
    private final GitHubRoutes routes;
    private int port;

    /** Called around each request, of git as well. */
    public volatile Traffic traffic = Traffic.NONE;

    public interface Traffic {
        Traffic NONE = new Traffic() {};

        default void before(String request) {}

        /** It was carried out, and its answer has not left yet. */
        default void after(String request) {}
    }

    private final class Gatekeeper extends HttpFilter {
        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String line = request.getMethod() + " " + request.getRequestURI();
            traffic.before(line);
            chain.doFilter(request, response);
            traffic.after(line);
        }
    }

    public interface Interruption {
        boolean happens(HttpServletRequest request, HttpServletResponse response) throws IOException;
    }

    public GitHubServer(Path gitDir) {
        LOG.setLevel(Level.WARNING);
        this.state = new GitHubState(gitDir);
        this.routes = new GitHubRoutes(this, state);
        ServletContextHandler context = new ServletContextHandler();
        context.addFilter(new FilterHolder(new Gatekeeper()), "/*", EnumSet.of(DispatcherType.REQUEST));
        ServletHolder api = new ServletHolder(new Api());
        context.addServlet(api, "/api/v3/*");
        context.addServlet(api, "/api/graphql");
        context.addServlet(new ServletHolder(git(gitDir)), "/octo/*");
        // a branch's slash comes encoded
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setUriCompliance(
                UriCompliance.DEFAULT.with("GitHub", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        server.addConnector(connector);
        server.setHandler(context);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:"
                + (connector().getLocalPort() > 0 ? connector().getLocalPort() : port);
    }

    public String api() {
        return url() + "/api/v3";
    }

    private GitServlet git(Path gitDir) {
        GitServlet servlet = new GuardedGit();
        servlet.setRepositoryResolver((request, name) -> open(gitDir));
        servlet.setReceivePackFactory((request, repository) -> {
            ReceivePack pack = new ReceivePack(repository);
            pack.setPostReceiveHook((done, commands) -> commands.forEach(command -> {
                requests.add("PUSH " + command.getRefName() + " "
                        + command.getNewId().name());
                routes.pushed(
                        command.getRefName().replaceFirst("^refs/heads/", ""),
                        command.getNewId().name());
            }));
            return pack;
        });
        return servlet;
    }

    private static Repository open(Path gitDir) {
        try {
            return new FileRepositoryBuilder()
                    .setGitDir(gitDir.toFile())
                    .setBare()
                    .setMustExist(true)
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Forgets everything but the branches, and answers again. */
    public void reset() {
        if (!connector().isRunning()) {
            up();
        }
        state.reset();
        requests.clear();
        charged.set(0);
        limit = 5000;
        interruption = (request, response) -> false;
        traffic = Traffic.NONE;
        workflows = commit -> {};
        rerun = (run, kind) -> {};
        rerunRefused = false;
        dropped.clear();
        missing.clear();
        unreadable.clear();
        pushes = true;
        withoutEtags = false;
        withoutLinks = false;
    }

    /** Opens a pull request as somebody else would. */
    public void open(String head, String base, boolean draft) {
        synchronized (state) {
            routes.addPull(head, base, draft);
        }
    }

    /** Refuses every connection until {@link #up}, at the same address. */
    public void down() {
        try {
            port = connector().getLocalPort();
            connector().stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public void up() {
        try {
            connector().setPort(port);
            connector().start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private ServerConnector connector() {
        return (ServerConnector) server.getConnectors()[0];
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Git over HTTP that everybody may read, and only the token's owner write. */
    private static final class GuardedGit extends GitServlet {
        private static final long serialVersionUID = 1;
        private static final String GOOD = "Basic "
                + Base64.getEncoder().encodeToString(("x-access-token:" + TOKEN).getBytes(StandardCharsets.UTF_8));

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws jakarta.servlet.ServletException, IOException {
            boolean writes = (request.getRequestURI() + request.getQueryString()).contains("git-receive-pack");
            if (writes && !GOOD.equals(request.getHeader("Authorization"))) {
                response.setHeader("WWW-Authenticate", "Basic realm=\"GitHub\"");
                response.setStatus(401);
                return;
            }
            if (writes && request.getHeader("Content-Encoding") != null) {
                // git itself compresses no push, and some servers rely on that
                response.setStatus(415);
                return;
            }
            super.service(request, response);
        }
    }

    private final class Api extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = request.getRequestURI().replaceFirst("^/api(/v3)?", "");
            synchronized (state) {
                if (requests.size() < 20_000) {
                    requests.add(request.getMethod() + " " + path);
                }
                if (interruption.happens(request, response)) {
                    return;
                }
                write(request, response, answer(path, request));
            }
        }

        private Reply answer(String path, HttpServletRequest request) throws IOException {
            if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
                return Reply.error(401, "Bad credentials");
            }
            if (charged.get() >= limit) {
                return Reply.error(403, "API rate limit exceeded for user ID 1.");
            }
            byte[] body = request.getInputStream().readAllBytes();
            if (missing.stream().anyMatch(path::matches)) {
                return Reply.error(404, "Not Found");
            }
            JsonNode json = body.length == 0 ? Json.object() : Json.read(new String(body, StandardCharsets.UTF_8));
            for (GitHubRoutes.Route route : routes.all()) {
                Matcher match = Pattern.compile(route.pattern()).matcher(path);
                if (route.method().equals(request.getMethod()) && match.matches()) {
                    List<String> groups = new ArrayList<>();
                    for (int i = 1; i <= match.groupCount(); i++) {
                        groups.add(java.net.URLDecoder.decode(match.group(i), StandardCharsets.UTF_8));
                    }
                    return route.handler().apply(new Call(request.getMethod(), groups, request, json));
                }
            }
            return Reply.error(404, "Not Found");
        }

        private void write(HttpServletRequest request, HttpServletResponse response, Reply reply) throws IOException {
            JsonNode body = reply.body();
            reply.headers().forEach(response::setHeader);
            if (body instanceof ArrayNode || body.path("total_count").isNumber()) {
                body = page(request, response, body);
            }
            body = drop(body.deepCopy());
            String path = request.getRequestURI().substring("/api/v3".length());
            if (body.path("id").isNumber() && unreadable.stream().anyMatch(path::matches)) {
                ((ObjectNode) body).put("id", "a-text-" + body.path("id"));
            }
            byte[] bytes = (body.isTextual() ? body.asText() : Json.write(body)).getBytes(StandardCharsets.UTF_8);
            String tag = "W/\"" + Sha256.hex(new String(bytes, StandardCharsets.UTF_8)) + "\"";
            boolean same = request.getMethod().equals("GET")
                    && reply.status() == 200
                    && tag.equals(request.getHeader("If-None-Match"));
            if (!same) {
                charged.incrementAndGet();
            }
            if (!withoutEtags) {
                response.setHeader("ETag", tag);
            }
            response.setHeader("x-ratelimit-limit", limit + "");
            response.setHeader("x-ratelimit-remaining", Math.max(0, limit - charged.get()) + "");
            response.setHeader("x-ratelimit-used", charged.get() + "");
            response.setHeader("x-ratelimit-resource", "core");
            response.setHeader("x-ratelimit-reset", "1900000000");
            response.setStatus(same ? 304 : reply.status());
            if (!same && reply.status() != 204) {
                response.setContentType("application/json; charset=utf-8");
                response.getOutputStream().write(bytes);
            }
        }

        private JsonNode drop(JsonNode body) {
            if (body instanceof ObjectNode object) {
                object.remove(dropped);
            }
            body.forEach(this::drop);
            return body;
        }

        /** One page of a list, with the Link header. */
        private JsonNode page(HttpServletRequest request, HttpServletResponse response, JsonNode whole) {
            Call call = new Call("GET", List.of(), request, Json.object());
            String field = whole instanceof ArrayNode
                    ? ""
                    : whole.properties().stream()
                            .filter(entry -> entry.getValue().isArray())
                            .map(Map.Entry::getKey)
                            .findFirst()
                            .orElseThrow();
            JsonNode items = field.isEmpty() ? whole : whole.path(field);
            ArrayNode some = Json.array();
            int from = (call.page() - 1) * call.perPage();
            for (int i = from; i < Math.min(items.size(), from + call.perPage()); i++) {
                some.add(items.get(i));
            }
            if (from + call.perPage() < items.size() && !withoutLinks) {
                String query = request.getParameterMap().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("page"))
                        .map(entry -> entry.getKey() + "=" + entry.getValue()[0])
                        .collect(Collectors.joining("&"));
                String next = url() + request.getRequestURI() + "?" + query + "&page=";
                response.setHeader(
                        "Link", "<" + next + (call.page() + 1) + ">; rel=\"next\", <" + next + "9>; rel=\"last\"");
            }
            return field.isEmpty() ? some : ((ObjectNode) whole.deepCopy()).set(field, some);
        }
    }
}
