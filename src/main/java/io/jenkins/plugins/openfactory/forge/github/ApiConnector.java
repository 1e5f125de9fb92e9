package io.jenkins.plugins.openfactory.forge.github;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/** Lets the GitHub library speak through {@link GitHubApi}, so that its requests are conditional and patient as well. */
record ApiConnector(GitHubApi api) implements GitHubConnector {
    @Override
    public GitHubConnectorResponse send(GitHubConnectorRequest request) throws IOException {
        Optional<byte[]> body = Optional.empty();
        if (request.hasBody()) {
            try (InputStream in = request.body()) {
                body = Optional.of(in.readAllBytes());
            }
        }
        Answer answer = api.send(request.method(), URI.create(request.url().toString()), body);
        return new Response(request, answer);
    }

    private static final class Response extends GitHubConnectorResponse.ByteArrayResponse {
        private final Answer answer;

        Response(GitHubConnectorRequest request, Answer answer) {
            super(request, answer.status(), answer.headers());
            this.answer = answer;
        }

        @Override
        protected InputStream rawBodyStream() {
            return new ByteArrayInputStream(answer.body());
        }
    }
}
