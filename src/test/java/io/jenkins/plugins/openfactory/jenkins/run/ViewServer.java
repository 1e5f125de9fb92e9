package io.jenkins.plugins.openfactory.jenkins.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.openfactory.evidence.view.ViewFiles;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.jenkins.root.RunList;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The page of a build without Jenkins around it: the same scripts, the same answers, the same words of people, under the
 * strictest policy that Jenkins can be set to.
 */
final class ViewServer implements AutoCloseable {
    static final String POLICY = "default-src 'self'";
    private static final String CRUMB = "crumb-of-the-test";

    final List<String> posts = new CopyOnWriteArrayList<>();
    volatile List<Map<String, Object>> runs = List.of();
    volatile ViewedRun run;
    volatile String style = "";
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    ViewServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String page() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/build/openfactory/";
    }

    String root() {
        return page().replace("/build/openfactory/", "/openfactory/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, String> query = fields(exchange.getRequestURI().getRawQuery());
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                post(exchange, path.substring(path.lastIndexOf('/') + 1));
            } else if (path.startsWith("/adjuncts/")) {
                file(exchange, path.substring("/adjuncts/".length()));
            } else if (path.startsWith("/build/openfactory/view/")) {
                view(exchange, path.substring("/build/openfactory/view/".length()), query);
            } else if (path.equals("/openfactory/list")) {
                RunList list = new RunList(query.getOrDefault("search", ""), query.getOrDefault("state", ""));
                int from = Integer.parseInt(query.getOrDefault("from", "0"));
                send(exchange, 200, "text/plain;charset=UTF-8", Json.write(list.page(runs.stream(), from)));
            } else if (path.equals("/openfactory/")) {
                send(exchange, 200, "text/html;charset=UTF-8", rootHtml());
            } else if (path.equals("/favicon.ico")) {
                send(exchange, 200, "image/x-icon", "");
            } else if (path.equals("/theme.css")) {
                send(exchange, 200, "text/css", style);
            } else if (path.equals("/crumb.js")) {
                send(exchange, 200, "text/javascript", crumb());
            } else if (path.equals("/build/openfactory/")) {
                send(exchange, 200, "text/html;charset=UTF-8", html());
            } else {
                send(exchange, 404, "text/plain", "");
            }
        }
    }

    private void view(HttpExchange exchange, String what, Map<String, String> query) throws IOException {
        long from = Long.parseLong(query.getOrDefault("from", "0"));
        Optional<JsonNode> found = switch (what) {
            case "head" -> Optional.of(run.live().headJson());
            case "run" -> Optional.of(run.live().viewJson());
            case "log" -> Optional.of(Json.tree(run.live().log(from)));
            case "file" -> run.live().file(query.get("path"), from).map(Json::tree);
            case "exchange" -> run.live().exchange(query.get("key"));
            default -> Optional.empty();
        };
        send(
                exchange,
                found.isPresent() ? 200 : 404,
                "text/plain;charset=UTF-8",
                found.map(Json::write).orElse("none"));
    }

    private void post(HttpExchange exchange, String what) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> fields = fields(body);
        posts.add(what + " " + body);
        if (!CRUMB.equals(exchange.getRequestHeaders().getFirst("Jenkins-Crumb"))) {
            send(exchange, 403, "text/plain", "no crumb");
            return;
        }
        PersonsWord word =
                new PersonsWord(run.store, run.home, Clock.systemUTC(), new SecretMasker(), ViewedRun.ID, "alice");
        Optional<PersonsWord.Refusal> refusal = switch (what) {
            case "cancel" -> word.cancel(() -> false);
            case "answer" -> word.answer(fields.get("text"));
            default -> word.decide(what, fields.get("sha256"), fields.get("remark"));
        };
        if (refusal.isEmpty()) {
            exchange.getResponseHeaders().set("Location", ".");
            exchange.sendResponseHeaders(302, -1);
        } else {
            send(
                    exchange,
                    refusal.get().status(),
                    "text/plain;charset=UTF-8",
                    refusal.get().text());
        }
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text == null ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            fields.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static void file(HttpExchange exchange, String name) throws IOException {
        try (InputStream in = ViewFiles.class.getResourceAsStream("/" + name)) {
            String type = name.endsWith(".css") ? "text/css" : "text/javascript";
            send(exchange, 200, type + ";charset=UTF-8", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String crumb() {
        return "window.crumb = { wrap: (headers) => Object.assign({ 'Jenkins-Crumb': '" + CRUMB + "' }, headers) };";
    }

    /** What {@code RunPage/index.jelly} comes to. */
    private static String html() {
        String body = "<h1>factory #12</h1><div id=\"ofx-run\" class=\"ofx\" data-mode=\"page\" data-view=\"view/\""
                + " data-actions=\"\" data-cancel=\"true\" data-word=\"true\"><p>Show stock levels</p></div>";
        String folder = "/adjuncts/" + ViewFiles.class.getPackageName().replace('.', '/') + "/";
        return html(
                ViewFiles.SCRIPTS.stream().map(name -> folder + name + ".js").toList(), body);
    }

    /** What {@code FactoryRoot/index.jelly} comes to. */
    private static String rootHtml() {
        String view = "/adjuncts/" + ViewFiles.class.getPackageName().replace('.', '/') + "/base.js";
        String list = "/adjuncts/" + RunList.class.getPackageName().replace('.', '/') + "/FactoryRoot/runs.js";
        String body =
                "<h1>OpenFactory</h1><div id=\"ofx-runs\" class=\"ofx\" data-list=\"list\" data-root=\"/jenkins\"></div>";
        return html(List.of(view, list), body);
    }

    private static String html(List<String> scripts, String body) {
        String style = "/adjuncts/" + ViewFiles.class.getPackageName().replace('.', '/') + "/base.css";
        StringBuilder tags = new StringBuilder();
        scripts.forEach(script -> tags.append("<script src=\"").append(script).append("\"></script>\n"));
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>OpenFactory</title>"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<link rel=\"stylesheet\" href=\"/theme.css\"><link rel=\"stylesheet\" href=\"" + style + "\">"
                + "<script src=\"/crumb.js\"></script>\n" + tags + "</head><body><main>" + body
                + "</main></body></html>";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
