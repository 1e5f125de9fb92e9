package io.jenkins.plugins.openfactory.exec.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;

/**
 * Runs inside the sandbox of a command that prepares: carries what comes to a port of the sandbox's own loopback to a
 * local socket, behind which the factory's proxy decides, and runs the command. It has no rights that the command has not.
 *
 * <p>Arguments: the socket's path, then the command. A class file of its own travels into the sandbox, so it needs nothing
 * but Java.
 */
public final class ProxyRelay {
    /** The port that commands find their proxy at. */
    public static final int PORT = 3128;

    private static final int BUFFER = 1 << 16;

    private ProxyRelay() {}

    /** Ends with the command's own exit code. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        UnixDomainSocketAddress proxy = UnixDomainSocketAddress.of(arguments[0]);
        List<String> command = Arrays.asList(arguments).subList(1, arguments.length);
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), PORT));
        daemon(() -> accept(server, proxy));
        Process process = new ProcessBuilder(command).inheritIO().start();
        System.exit(process.waitFor());
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private static void accept(ServerSocketChannel server, UnixDomainSocketAddress proxy) {
        while (server.isOpen()) {
            try {
                SocketChannel client = server.accept();
                daemon(() -> carry(client, proxy));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void carry(SocketChannel client, UnixDomainSocketAddress proxy) {
        try (client;
                SocketChannel out = SocketChannel.open(proxy)) {
            Thread back = new Thread(() -> pump(out, client));
            back.setDaemon(true);
            back.start();
            pump(client, out);
            back.join();
        } catch (IOException e) {
            // The command sees a connection that ends, as with any proxy that goes away.
            return;
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
            try {
                to.close();
                from.close();
            } catch (IOException alsoClosed) {
                e.addSuppressed(alsoClosed);
            }
        }
    }
}
