package org.kohsuke.stapler;

public class HttpResponses {
    public static native HttpResponseException ok();
    public static native HttpResponseException notFound();
    public static native HttpResponseException errorWithoutStack(int code, String message);
    public static native HttpResponse redirectToDot();
    public static native HttpResponse text(String plain);
    public abstract static class HttpResponseException extends RuntimeException implements HttpResponse {
        private static final long serialVersionUID = 1;
        HttpResponseException() {}
    }
}
