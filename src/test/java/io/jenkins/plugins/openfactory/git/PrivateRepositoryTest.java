package io.jenkins.plugins.openfactory.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository that a web server shows only to whoever knows the token. */
class PrivateRepositoryTest {
    private static final String TOKEN = "t0ken-of-the-repository";

    @TempDir
    private Path folder;

    private HttpServer server;
    private String url;

    @BeforeEach
    void serve() throws IOException {
        Path source = RealGit.repository(folder.resolve("source"), "a.txt", "hello\n");
        RealGit.git(folder, "clone", "-q", "--bare", source.toString(), "bare.git");
        RealGit.git(folder.resolve("bare.git"), "update-server-info");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/bare.git", this::file).setAuthenticator(new BasicAuthenticator("repositories") {
            @Override
            public boolean checkCredentials(String user, String password) {
                return user.equals("x-access-token") && password.equals(TOKEN);
            }
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/bare.git";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void file(HttpExchange exchange) throws IOException {
        Path file = folder.resolve(exchange.getRequestURI().getPath().substring(1));
        byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
        exchange.sendResponseHeaders(content.length == 0 ? 404 : 200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
        exchange.close();
    }

    private LocalGit git(String token) {
        return RealGit.local(folder.resolve("git"))
                .readingWith(asked -> asked.equals(url)
                        ? Optional.of(new RemotePush.Credential("x-access-token", token))
                        : Optional.empty());
    }

    @Test
    void shouldReadWithTheCredential() {
        Git.Source source = git(TOKEN).inspect(url, Optional.of("main"));

        GitRepository repository =
                git(TOKEN).fetch(source.repository(), source.branch(), source.commit(), folder.resolve("run.git"));

        assertThat(repository.paths(source.commit())).containsExactly("a.txt");
        assertThat(url).doesNotContain(TOKEN);
    }

    @Test
    void shouldSayThatACredentialIsWrongOrMissing() {
        assertThatThrownBy(() -> git("wrong").inspect(url, Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("with the given credential")
                .hasMessageNotContaining("wrong");
        assertThatThrownBy(() -> RealGit.local(folder.resolve("git")).inspect(url, Optional.empty()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("without a credential");
    }
}
