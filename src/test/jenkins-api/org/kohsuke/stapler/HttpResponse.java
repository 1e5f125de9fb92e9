package org.kohsuke.stapler;

import java.io.IOException;

public interface HttpResponse {
    void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node) throws IOException;
}
