package io.jenkins.plugins.openfactory.jenkins.packaging;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What class files refer to, read from their constant pools (JVM specification, chapter 4.4). */
final class ClassReferences {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int FIELD = 9;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;

    private ClassReferences() {}

    /** A reference to a member of another class, with its binary name. */
    record Reference(String owner, String name, String descriptor, boolean viaInterface)
            implements Comparable<Reference> {
        @Override
        public int compareTo(Reference other) {
            return toString().compareTo(other.toString());
        }
    }

    /** Every reference from the class files under a folder to owners that are wanted. */
    static Set<Reference> of(Path folder, Predicate<String> wanted) throws IOException {
        Set<Reference> found = new TreeSet<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(f -> f.toString().endsWith(".class")).toList()) {
                read(Files.readAllBytes(file), wanted, found);
            }
        }
        return found;
    }

    private static void read(byte[] bytes, Predicate<String> wanted, Set<Reference> found) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        in.skipBytes(8);
        int count = in.readUnsignedShort();
        int[] tags = new int[count];
        int[][] values = new int[count][];
        String[] texts = new String[count];
        for (int i = 1; i < count; i++) {
            tags[i] = in.readUnsignedByte();
            switch (tags[i]) {
                case UTF8 -> texts[i] = in.readUTF();
                case CLASS, 8, 16, 19, 20 -> values[i] = new int[] {in.readUnsignedShort()};
                case LONG, DOUBLE -> {
                    in.skipBytes(8);
                    i++;
                }
                case 15 -> in.skipBytes(3);
                case FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE, 17, 18 ->
                    values[i] = new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
                default -> in.skipBytes(4);
            }
        }
        for (int i = 1; i < count; i++) {
            if (tags[i] == FIELD || tags[i] == METHOD || tags[i] == INTERFACE_METHOD) {
                String owner = texts[values[values[i][0]][0]].replace('/', '.');
                int[] nameAndType = values[values[i][1]];
                if (wanted.test(owner)) {
                    found.add(new Reference(
                            owner, texts[nameAndType[0]], texts[nameAndType[1]], tags[i] == INTERFACE_METHOD));
                }
            }
        }
    }
}
