package org.kohsuke.stapler;

public interface StaplerResponse2 {
    void setStatus(int status);
}
