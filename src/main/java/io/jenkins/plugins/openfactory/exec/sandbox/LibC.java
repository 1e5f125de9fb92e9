package io.jenkins.plugins.openfactory.exec.sandbox;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The few functions of the C library that {@link ReducedLauncher} needs. Only that process loads this class; every call
 * acts on the calling thread.
 */
final class LibC {
    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int chdir(String path);

    static native int setsid();

    static native int getppid();

    static native int open(String path, int flags);

    static native int close(int descriptor);

    static native long write(int descriptor, byte[] bytes, long count);

    static native int prctl(int option, long a, long b, long c, long d);

    static native int setrlimit(int resource, Pointer limit);

    static native int sigprocmask(int how, Pointer set, Pointer old);

    static native long syscall(long number, long a, long b, long c, long d);

    static native int execve(Pointer path, Pointer argv, Pointer environment);

    /** The reason why the last call of this thread failed, as the C library's number. */
    static int error() {
        return Native.getLastError();
    }

    /** A text as the C library takes it. */
    static Memory text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    /** A list of texts that ends with a null pointer; the texts live as long as the list given to keep them. */
    static Memory array(List<String> values, List<Memory> keep) {
        Memory array = new Memory((values.size() + 1L) * Native.POINTER_SIZE);
        for (int i = 0; i < values.size(); i++) {
            Memory text = text(values.get(i));
            keep.add(text);
            array.setPointer((long) i * Native.POINTER_SIZE, text);
        }
        array.setPointer((long) values.size() * Native.POINTER_SIZE, null);
        return array;
    }
}
