package io.jenkins.plugins.openfactory.exec.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The filters, run by a small interpreter of classic BPF, for processors that this machine does not have too. */
class SeccompFilterTest {
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;

    private record Target(SeccompFilter.Profile profile, String name, int code, Map<String, Integer> numbers) {
        int run(String call, long... arguments) {
            return run(numbers.get(call), code, arguments);
        }

        int run(int number, int architecture, long... arguments) {
            ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            data.putInt(0, number).putInt(4, architecture);
            for (int i = 0; i < arguments.length; i++) {
                data.putLong(16 + 8 * i, arguments[i]);
            }
            return interpret(SeccompFilter.build(profile, name).orElseThrow(), data);
        }
    }

    static Stream<Target> targets() {
        return Stream.of(SeccompFilter.Profile.values())
                .flatMap(profile -> Stream.of(
                        new Target(profile, "amd64", 0xC000003E, SystemCalls.X86_64),
                        new Target(profile, "aarch64", 0xC00000B7, SystemCalls.AARCH64)));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void shouldRefuseEveryNamedCallAndAllowTheOthers(Target target) {
        for (String call : SystemCalls.NEVER) {
            if (target.numbers.containsKey(call)) {
                assertThat(target.run(call)).as(call).isEqualTo(ERRNO | 1);
            }
        }
        for (String call : SystemCalls.ABSENT) {
            assertThat(target.run(call)).as(call).isEqualTo(ERRNO | 38);
        }
        assertThat(target.run(0, target.code)).isEqualTo(ALLOW);
        assertThat(target.run(500, target.code)).isEqualTo(ALLOW);
        assertThat(target.run(0, 0x40000003)).as("another architecture").isEqualTo(ERRNO | 38);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void shouldLookAtArguments(Target target) {
        assertThat(target.run("clone", 17)).isEqualTo(ALLOW);
        assertThat(target.run("clone", 17 | 0x10000000)).isEqualTo(ERRNO | 1);
        assertThat(target.run("unshare", 0x400)).isEqualTo(ALLOW);
        assertThat(target.run("unshare", 0x40000000)).isEqualTo(ERRNO | 1);
        assertThat(target.run("unshare", 0x80)).isEqualTo(ERRNO | 1);
        assertThat(target.run("ioctl", 0, 0x5401)).isEqualTo(ALLOW);
        assertThat(target.run("ioctl", 0, 0x5412)).isEqualTo(ERRNO | 1);
        assertThat(target.run("shmget", 0, 1 << 16)).isEqualTo(ALLOW);
        assertThat(target.run("shmget", 0, (1 << 16) + 1)).isEqualTo(ERRNO | 28);
        assertThat(target.run("shmget", 0, 1L << 32)).isEqualTo(ERRNO | 28);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void shouldGiveSocketsByTier(Target target) {
        boolean full = target.profile == SeccompFilter.Profile.FULL;
        for (int family : new int[] {1, 2, 10, 16}) {
            assertThat(target.run("socket", family, 1, 0)).isEqualTo(full ? ALLOW : ERRNO | 13);
        }
        for (int family : new int[] {40, 17, 38, 16}) {
            assertThat(target.run("socket", family, 1, 9)).isEqualTo(full ? ERRNO | 97 : ERRNO | 13);
        }
        assertThat(target.run("setsid")).isEqualTo(full ? ALLOW : ERRNO);
        assertThat(target.run("fchmod"))
                .isEqualTo(target.profile == SeccompFilter.Profile.REDUCED_READ ? ERRNO | 1 : ALLOW);
    }

    @Test
    void shouldKnowNoOtherProcessor() {
        assertThat(SeccompFilter.build(SeccompFilter.Profile.FULL, "riscv64")).isEqualTo(Optional.empty());
    }

    private static int interpret(byte[] program, ByteBuffer data) {
        ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.nativeOrder());
        long accumulator = 0;
        int at = 0;
        while (true) {
            int operation = code.getShort(at * 8) & 0xffff;
            int whenTrue = code.get(at * 8 + 2) & 0xff;
            int whenFalse = code.get(at * 8 + 3) & 0xff;
            long value = code.getInt(at * 8 + 4) & 0xffffffffL;
            at++;
            switch (operation) {
                case 0x20 -> accumulator = data.getInt((int) value) & 0xffffffffL;
                case 0x15 -> at += accumulator == value ? whenTrue : whenFalse;
                case 0x25 -> at += accumulator > value ? whenTrue : whenFalse;
                case 0x35 -> at += accumulator >= value ? whenTrue : whenFalse;
                case 0x45 -> at += (accumulator & value) != 0 ? whenTrue : whenFalse;
                case 0x06 -> {
                    return (int) value;
                }
                default -> throw new AssertionError("operation " + operation);
            }
        }
    }
}
