package io.jenkins.plugins.openfactory.exec.sandbox;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Builds the system call filter of a sandbox as classic BPF, the form that {@code seccomp(2)} and bubblewrap take.
 * Everything is allowed but what is named here: ways to make namespaces and mounts, sockets other than local and
 * Internet ones, and kernel interfaces that reach around the sandbox or have often been broken.
 *
 * <p>Numbers are those of the kernel's {@code asm/unistd_64.h} (x86_64) and {@code asm-generic/unistd.h} (aarch64).
 */
final class SeccompFilter {
    /** Whose filter it is. */
    enum Profile {
        /** Beside namespaces: local and Internet sockets are allowed. */
        FULL,
        /** Without namespaces: no sockets; the process group can't be left. */
        REDUCED_BUILD,
        /** The same, and the modes, owners and times of files can't be changed. */
        REDUCED_READ
    }

    private static final int LOAD = 0x20;
    private static final int JUMP_EQUAL = 0x15;
    private static final int JUMP_GREATER = 0x25;
    private static final int JUMP_AT_LEAST = 0x35;
    private static final int JUMP_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;

    private static final int EPERM = 1;
    private static final int EACCES = 13;
    private static final int ENOSPC = 28;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;

    private static final int NEW_NAMESPACES = 0x7E020000;
    private static final int NEW_TIME_NAMESPACE = 0x80;
    private static final int X32 = 0x40000000;
    private static final int TIOCSTI = 0x5412;
    private static final int SHM_MAX = 1 << 16;

    private final Map<String, Integer> numbers;
    private final int architecture;
    private final List<long[]> program = new ArrayList<>();

    private SeccompFilter(int architecture, Map<String, Integer> numbers) {
        this.architecture = architecture;
        this.numbers = numbers;
    }

    /** The filter for this machine's processor; empty where its system calls are not known here. */
    static Optional<byte[]> build(Profile profile, String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> Optional.of(new SeccompFilter(0xC000003E, SystemCalls.X86_64).assemble(profile));
            case "aarch64", "arm64" ->
                Optional.of(new SeccompFilter(0xC00000B7, SystemCalls.AARCH64).assemble(profile));
            default -> Optional.empty();
        };
    }

    private byte[] assemble(Profile profile) {
        emit(LOAD, 0, 0, 4);
        emit(JUMP_EQUAL, 1, 0, architecture);
        emit(RETURN, 0, 0, ERRNO | ENOSYS);
        emit(LOAD, 0, 0, 0);
        if (numbers == SystemCalls.X86_64) {
            emit(JUMP_AT_LEAST, 0, 1, X32);
            emit(RETURN, 0, 0, ERRNO | ENOSYS);
        }
        refused(profile).forEach((number, errno) -> {
            emit(JUMP_EQUAL, 0, 1, number);
            emit(RETURN, 0, 0, ERRNO | errno);
        });
        when("clone", List.of(load(0), ifAnyBit(NEW_NAMESPACES, EPERM)));
        when("unshare", List.of(load(0), ifAnyBit(NEW_NAMESPACES | NEW_TIME_NAMESPACE, EPERM)));
        when("ioctl", List.of(load(1), ifEqual(TIOCSTI, EPERM)));
        sharedMemory();
        if (profile == Profile.FULL) {
            sockets();
        }
        emit(RETURN, 0, 0, ALLOW);
        return bytes();
    }

    private Map<Integer, Integer> refused(Profile profile) {
        Map<Integer, Integer> refused = new TreeMap<>();
        add(refused, SystemCalls.NEVER, EPERM);
        add(refused, SystemCalls.ABSENT, ENOSYS);
        if (profile != Profile.FULL) {
            add(refused, List.of("socket"), EACCES);
            add(refused, List.of("setsid", "setpgid"), 0);
        }
        if (profile == Profile.REDUCED_READ) {
            add(refused, SystemCalls.METADATA, EPERM);
        }
        return refused;
    }

    private void add(Map<Integer, Integer> refused, List<String> names, int errno) {
        names.stream().filter(numbers::containsKey).forEach(name -> refused.put(numbers.get(name), errno));
    }

    /** Segments of System V shared memory that no process maps are seen by no limit, so they stay small. */
    private void sharedMemory() {
        when("shmget", List.of(high(1), ifGreater(0, ENOSPC), load(1), ifGreater(SHM_MAX, ENOSPC)));
    }

    /** Local, IPv4, IPv6 and routing netlink sockets; the rest (vsock, packet, crypto, Bluetooth…) is not there. */
    private void sockets() {
        emit(JUMP_EQUAL, 0, 9, numbers.get("socket"));
        emit(LOAD, 0, 0, 16);
        emit(JUMP_EQUAL, 5, 0, 1);
        emit(JUMP_EQUAL, 4, 0, 2);
        emit(JUMP_EQUAL, 3, 0, 10);
        emit(JUMP_EQUAL, 0, 3, 16);
        emit(LOAD, 0, 0, 32);
        emit(JUMP_EQUAL, 0, 1, 0);
        emit(RETURN, 0, 0, ALLOW);
        emit(RETURN, 0, 0, ERRNO | EAFNOSUPPORT);
    }

    private void when(String call, List<long[][]> parts) {
        List<long[]> body = new ArrayList<>();
        parts.forEach(part -> body.addAll(List.of(part)));
        emit(JUMP_EQUAL, 0, body.size() + 1, numbers.get(call));
        program.addAll(body);
        emit(RETURN, 0, 0, ALLOW);
    }

    private static long[][] load(int argument) {
        return new long[][] {{LOAD, 0, 0, 16 + 8L * argument}};
    }

    private static long[][] high(int argument) {
        return new long[][] {{LOAD, 0, 0, 20 + 8L * argument}};
    }

    private static long[][] ifAnyBit(int mask, int errno) {
        return new long[][] {{JUMP_ANY_BIT, 0, 1, mask}, {RETURN, 0, 0, ERRNO | errno}};
    }

    private static long[][] ifEqual(int value, int errno) {
        return new long[][] {{JUMP_EQUAL, 0, 1, value}, {RETURN, 0, 0, ERRNO | errno}};
    }

    private static long[][] ifGreater(int value, int errno) {
        return new long[][] {{JUMP_GREATER, 0, 1, value}, {RETURN, 0, 0, ERRNO | errno}};
    }

    private void emit(int code, int whenTrue, int whenFalse, int value) {
        program.add(new long[] {code, whenTrue, whenFalse, value});
    }

    private byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(program.size() * 8).order(ByteOrder.nativeOrder());
        for (long[] instruction : program) {
            out.putShort((short) instruction[0]);
            out.put((byte) instruction[1]);
            out.put((byte) instruction[2]);
            out.putInt((int) instruction[3]);
        }
        return out.array();
    }
}
