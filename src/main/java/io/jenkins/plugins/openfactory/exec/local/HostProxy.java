package io.jenkins.plugins.openfactory.exec.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy on a local socket that reaches the administrator's hosts and nothing else: {@code CONNECT} (RFC 9110, section
 * 9.3.6) for what is encrypted end to end, and plain requests in absolute form (RFC 9112, section 3.2.2), one for each
 * connection. It lives for one prepare command. Safe for any thread.
 */
final class HostProxy implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HostProxy.class.getName());
    private static final int MOST_HEAD = 16 * 1024;
    private static final int BUFFER = 1 << 16;
    private static final int CONNECT_MILLIS = 20_000;
    private static final Pattern CONNECT =
            Pattern.compile("CONNECT ([A-Za-z0-9.-]{1,253}):([0-9]{1,5}) HTTP/1\\.[01]\r\n[\\s\\S]*");
    private static final Pattern PLAIN = Pattern.compile(
            "([A-Z]{3,7}) http://([A-Za-z0-9.-]{1,253})(?::([0-9]{1,5}))?" + "(/[!-~]*)? HTTP/1\\.[01]\r\n([\\s\\S]*)");
    private static final Pattern OWN_HEADERS =
            Pattern.compile("(?im)^(?:proxy-[a-z-]+|connection|keep-alive):[^\n]*\n");

    private final List<AllowedHost> hosts;
    private final Path socket;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    /** @param folder a private one; the socket's path in it must be shorter than 104 bytes */
    HostProxy(List<AllowedHost> hosts, Path folder) throws IOException {
        this.hosts = List.copyOf(hosts);
        this.socket = folder.resolve("proxy");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        daemon("openfactory-proxy", this::accept);
    }

    Path socket() {
        return socket;
    }

    /** The places that were connected to, each as {@code host:port}. */
    Set<String> reached() {
        return new TreeSet<>(reached);
    }

    /** The places that were asked for and are not allowed. */
    Set<String> refused() {
        return new TreeSet<>(refused);
    }

    @Override
    public void close() {
        quietly(server);
        open.forEach(HostProxy::quietly);
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a proxy's socket stays behind", e);
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                open.add(client);
                daemon("openfactory-proxy-connection", () -> serve(client));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the proxy of a prepare command ended", e);
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client) {
            String head = head(client);
            Matcher tunnel = CONNECT.matcher(head);
            Matcher plain = PLAIN.matcher(head);
            if (tunnel.matches()) {
                relay(client, tunnel.group(1), Integer.parseInt(tunnel.group(2)), Optional.empty());
            } else if (plain.matches()) {
                int port = plain.group(3) == null ? 80 : Integer.parseInt(plain.group(3));
                relay(client, plain.group(2), port, Optional.of(forwarded(plain)));
            } else {
                answer(client, "400 Bad Request", "this proxy takes CONNECT and plain http:// requests");
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection of a prepare command broke", e);
        } finally {
            open.remove(client);
        }
    }

    private static String forwarded(Matcher plain) {
        String path = plain.group(4) == null ? "/" : plain.group(4);
        String headers = OWN_HEADERS.matcher(plain.group(5)).replaceAll("");
        return plain.group(1) + " " + path + " HTTP/1.1\r\nConnection: close\r\n" + headers;
    }

    /** The request up to and with the empty line; what a client sent after it waits in the channel. */
    private static String head(SocketChannel client) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        ByteBuffer one = ByteBuffer.allocate(1);
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            if (head.size() > MOST_HEAD || client.read(one) < 0) {
                return "";
            }
            head.write(one.array(), 0, 1);
            one.clear();
            text = one.array()[0] == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
        }
        return text;
    }

    private void relay(SocketChannel client, String name, int port, Optional<String> request) throws IOException {
        String host = name.toLowerCase(Locale.ROOT);
        String place = host + ":" + port;
        Optional<AllowedHost> allowed =
                hosts.stream().filter(known -> known.allows(host, port)).findFirst();
        if (allowed.isEmpty()) {
            refused.add(place);
            answer(client, "403 Forbidden", place + " is not among the hosts that prepare commands may reach");
            return;
        }
        try (SocketChannel far = SocketChannel.open()) {
            open.add(far);
            try {
                far.socket().connect(allowed.get().target(port), CONNECT_MILLIS);
            } catch (IOException | java.nio.channels.UnresolvedAddressException e) {
                answer(client, "502 Bad Gateway", place + " could not be reached from this machine");
                return;
            } finally {
                reached.add(place);
            }
            write(request.isPresent() ? far : client, request.orElse("HTTP/1.1 200 Connection established\r\n\r\n"));
            Thread back = new Thread(() -> pump(far, client), "openfactory-proxy-back");
            back.setDaemon(true);
            back.start();
            pump(client, far);
            join(back);
            open.remove(far);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            quietly(to);
            quietly(from);
        }
    }

    private static void answer(SocketChannel client, String status, String why) throws IOException {
        String body = "openfactory: " + why + "\n";
        write(
                client,
                "HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length()
                        + "\r\nConnection: close\r\n\r\n" + body);
    }

    private static void write(SocketChannel to, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection was closed already", e);
        }
    }
}
