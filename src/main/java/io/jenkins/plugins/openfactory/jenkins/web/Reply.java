package io.jenkins.plugins.openfactory.jenkins.web;

import java.io.IOException;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/** A status with a plain text, which scripts and people at a shell can read alike. Immutable. */
public final class Reply implements HttpResponse {
    private final int status;
    private final String text;

    /** @param text a sentence, or JSON */
    public Reply(int status, String text) {
        this.status = status;
        this.text = text;
    }

    @Override
    public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node) throws IOException {
        response.setStatus(status);
        try {
            HttpResponses.text(text).generateResponse(request, response, node);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the reply can't be written", e);
        }
    }
}
