package io.jenkins.plugins.openfactory.git;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Proxy;
import java.net.URL;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;

/**
 * JGit's connections without compressed requests: JGit compresses a push and git itself does not, so there are servers
 * that hand a compressed one to git as it is. Stateless.
 */
final class PlainRequests implements HttpConnectionFactory {
    private static final String ENCODING = "Content-Encoding";

    @Override
    public HttpConnection create(URL url) throws IOException {
        return new Plain(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return new Plain(url, proxy);
    }

    private static final class Plain extends JDKHttpConnection {
        private boolean packed;

        Plain(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }

        @Override
        public void setRequestProperty(String key, String value) {
            if (key.equalsIgnoreCase(ENCODING) && value.equals("gzip")) {
                packed = true;
            } else {
                super.setRequestProperty(key, value);
            }
        }

        @Override
        public void setFixedLengthStreamingMode(int length) {
            if (!packed) {
                super.setFixedLengthStreamingMode(length);
            }
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return packed ? new Unpacking() : super.getOutputStream();
        }

        private void send(byte[] body) throws IOException {
            super.setFixedLengthStreamingMode(body.length);
            try (OutputStream out = super.getOutputStream()) {
                out.write(body);
            }
        }

        /** Sends what it was given when it is closed; small, because JGit compresses only what fits into its buffer. */
        private final class Unpacking extends ByteArrayOutputStream {
            @Override
            public void close() throws IOException {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(toByteArray()))) {
                    send(in.readAllBytes());
                }
            }
        }
    }
}
