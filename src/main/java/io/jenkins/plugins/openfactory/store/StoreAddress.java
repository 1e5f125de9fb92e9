package io.jenkins.plugins.openfactory.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a home keeps its run record, when that isn't {@code store.db} in it: {@code store.json} in the home, a JSON object
 * with {@code url}, and where they are needed {@code user} and {@code passwordFile}.
 *
 * @param url {@code jdbc:postgresql://host:5432/database} or {@code jdbc:sqlite:/path/store.db}
 * @param user of the server
 * @param passwordFile whose first line is that user's password, read each time the store is opened
 */
public record StoreAddress(String url, Optional<String> user, Optional<Path> passwordFile) {
    private static final String FILE = "store.json";

    /**
     * The address that a home names; empty where it keeps its own file.
     *
     * @throws UserError where {@code store.json} can't be understood
     */
    public static Optional<StoreAddress> of(FactoryHome home) {
        Path file = home.root().resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.read(Files.readString(file));
            String url = json.path("url").asText("");
            if (url.isEmpty()) {
                throw new UserError(
                        "'" + file + "' names no url; write {\"url\": \"jdbc:postgresql://host/database\"}");
            }
            return Optional.of(new StoreAddress(
                    url,
                    Optional.ofNullable(json.path("user").asText(null)),
                    Optional.ofNullable(json.path("passwordFile").asText(null)).map(Path::of)));
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError(
                    "'" + file + "' can't be read as JSON (" + e.getMessage() + "); mend it or remove it", e);
        }
    }

    /** Makes this the address of a home, for everybody who opens it from now on. */
    public void save(FactoryHome home) {
        ObjectNode json = Json.object().put("url", url);
        user.ifPresent(name -> json.put("user", name));
        passwordFile.ifPresent(path -> json.put("passwordFile", path.toString()));
        Path file = home.root().resolve(FILE);
        try {
            Path fresh = Files.writeString(file.resolveSibling(FILE + ".new"), Json.pretty(json));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't write " + file + ": " + e.getMessage(), e);
        }
    }

    /** The password as it is in its file now. */
    public Optional<String> password() {
        return passwordFile.map(path -> {
            try {
                return Files.readString(path).lines().findFirst().orElse("").strip();
            } catch (IOException e) {
                throw new UserError(
                        "the store's password file '" + path + "' can't be read (" + e.getMessage() + "); mend "
                                + "passwordFile in " + FILE,
                        e);
            }
        });
    }
}
