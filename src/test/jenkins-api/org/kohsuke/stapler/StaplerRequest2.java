package org.kohsuke.stapler;

import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import net.sf.json.JSONObject;
public interface StaplerRequest2 {
    void bindJSON(Object bean, JSONObject json);
    String getRestOfPath();
    long getContentLengthLong();
    ServletInputStream getInputStream() throws IOException;
}
