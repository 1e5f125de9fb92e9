package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostProxyTest {
    @TempDir
    Path folder;

    private HttpServer server;
    private HostProxy proxy;
    private String seen = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen = exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Proxy-Authorization");
            byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        proxy = new HostProxy(
                List.of(
                        AllowedHost.of("repo.example:80=127.0.0.1:" + port),
                        AllowedHost.of("gone.example:443=127.0.0.1:1"),
                        AllowedHost.of("usual.example")),
                folder);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.stop(0);
    }

    @Test
    void shouldForwardAPlainRequestToAnAllowedHost() throws IOException {
        String answer = ask("GET http://Repo.example/a/b?c=d HTTP/1.1\r\nHost: repo.example\r\n"
                + "Proxy-Authorization: Basic x\r\nProxy-Connection: keep-alive\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").endsWith("hello");
        assertThat(seen).isEqualTo("/a/b?c=d null");
        assertThat(proxy.reached()).containsExactly("repo.example:80");
    }

    @Test
    void shouldTunnelToAnAllowedHost() throws IOException {
        String answer = ask("CONNECT repo.example:80 HTTP/1.1\r\nHost: repo.example:80\r\n\r\n"
                + "GET /tunnel HTTP/1.1\r\nHost: repo.example\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 Connection established").endsWith("hello");
        assertThat(seen).startsWith("/tunnel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT other.example:443",
                "CONNECT repo.example:443",
                "CONNECT repo.example:22",
                "CONNECT evil.repo.example:80",
                "CONNECT repo.example.evil.example:80",
                "CONNECT 127.0.0.1:80",
                "CONNECT usual.example:8443",
                "GET http://other.example/",
                "GET http://repo.example:8080/",
                "GET http://repo.example.:80/"
            })
    void shouldRefuseEveryOtherPlace(String request) throws IOException {
        String answer = ask(request + " HTTP/1.1\r\nHost: repo.example\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 403")
                .contains("is not among the hosts that prepare commands may reach");
        assertThat(proxy.refused()).hasSize(1);
        assertThat(proxy.reached()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "GET http://repo.example/ HTTP/2",
                "CONNECT repo.example HTTP/1.1",
                "GET http://repo.example@other.example/ HTTP/1.1",
                "GET file:///etc/passwd HTTP/1.1",
                "nonsense"
            })
    void shouldRefuseWhatIsNoProxyRequest(String line) throws IOException {
        assertThat(ask(line + "\r\nHost: repo.example\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(proxy.reached()).isEmpty();
    }

    @Test
    void shouldSayThatAHostCouldNotBeReached() throws IOException {
        assertThat(ask("CONNECT gone.example:443 HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 502");
    }

    @Test
    void shouldAllowTheUsualPortsWhereNoneIsNamed() {
        AllowedHost host = AllowedHost.of("Repo.Example.org");

        assertThat(host.allows("repo.example.org", 443)).isTrue();
        assertThat(host.allows("repo.example.org", 80)).isTrue();
        assertThat(host.allows("repo.example.org", 8443)).isFalse();
        assertThat(AllowedHost.of("repo.example.org:8443").allows("repo.example.org", 443))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://repo.example",
                "repo.example/x",
                "*",
                "repo.example:0",
                "repo.example:70000",
                "a b",
                "-x"
            })
    void shouldRefuseWhatIsNoHost(String text) {
        assertThatThrownBy(() -> AllowedHost.of(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'" + text + "'");
    }

    private String ask(String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(proxy.socket()))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            while (channel.read(buffer) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            return answer.toString(StandardCharsets.ISO_8859_1);
        }
    }
}
