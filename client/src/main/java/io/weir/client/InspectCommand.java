package io.weir.client;

import io.weir.configuration.Configuration;
import io.weir.runtime.checkpoint.CheckpointContents;
import io.weir.runtime.checkpoint.CheckpointMetadata;
import io.weir.runtime.checkpoint.CheckpointMetadata.OperatorState;
import io.weir.runtime.checkpoint.CheckpointStorage;
import io.weir.runtime.checkpoint.CompletedCheckpoint;
import io.weir.runtime.checkpoint.EnumeratorState;
import io.weir.runtime.checkpoint.OperatorLabel;
import io.weir.runtime.graph.JobGraphs;
import io.weir.runtime.state.StateEntry;
import io.weir.runtime.state.StateSummary;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir checkpoint inspect}: shows what is in a checkpoint or savepoint, without the program. */
@Command(
        name = "inspect",
        header = "Shows what is in a savepoint or checkpoint, without its program.",
        description = {
            "Operators, their states with kinds, types, sizes and numbers of keys, timers, and what sources go on from.",
            "With --state, prints the values of one state: one line each, or one JSON object per line. Objects are shown"
                    + " with the fields that they were written with."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  weir checkpoint inspect hdfs:///savepoints/savepoint-5b1c3f-0a1b2c3d4e5f",
            "  weir checkpoint inspect /checkpoints/5b1c3f0d9a7e4c2b8d6f0a1e2c3b4d5f/chk-7 --state counter/count --key 42"
        })
final class InspectCommand implements Callable<Integer>, TargetedCommand {
    private final Console console;

    @Mixin
    private TargetOptions target;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Option(
            names = "--state",
            paramLabel = "<uid/name>",
            description =
                    "Prints the values of this state: the uid or name of its operator, then the name of the state.")
    private String state;

    @Option(
            names = "--key",
            paramLabel = "<key>",
            description = "Prints only what belongs to this key, given as it is printed.")
    private String key;

    @Parameters(paramLabel = "<path>", description = "The directory of the savepoint or checkpoint.")
    private String path;

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public boolean verbose() {
        return target.verbose();
    }

    @Override
    public Integer call() {
        if (key != null && state == null) {
            throw new WeirException(
                    ErrorCode.USAGE, "The option --key needs --state: which state of the key is meant?");
        }
        Configuration configuration = target.over(ClientConfiguration.load(console));
        ClientConfiguration.openFileSystems(configuration);
        CompletedCheckpoint checkpoint = CheckpointStorage.read(path);
        if (state != null) {
            printValues(checkpoint.metadata());
        } else if (json) {
            console.out().println(Json.line(facts(checkpoint)));
        } else {
            lines(checkpoint).forEach(console.out()::println);
        }
        return ExitCode.DONE;
    }

    private void printValues(CheckpointMetadata metadata) {
        OperatorState operator = null;
        String name = "";
        for (OperatorState each : metadata.operators()) {
            Optional<String> ofEach = stateOf(each);
            if (operator == null && ofEach.isPresent()) {
                operator = each;
                name = ofEach.get();
            }
        }
        if (operator == null) {
            throw new WeirException(
                    ErrorCode.NOT_FOUND,
                    "The option --state takes <uid/name>, and no operator with state is named so in " + path
                            + "; there are: "
                            + metadata.operators().stream()
                                    .filter(each -> !each.parts().isEmpty())
                                    .map(each -> each.label().key() + " (" + each.name() + ")")
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        if (!CheckpointContents.read(operator, name, this::print)) {
            throw new WeirException(
                    ErrorCode.NOT_FOUND,
                    "'" + operator.name() + "' has no state '" + name + "'; its states are "
                            + CheckpointContents.states(operator).stream()
                                    .map(StateSummary::name)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
    }

    /** Returns the name of the state if it is named as one of an operator, by its uid, its id or its name. */
    private Optional<String> stateOf(OperatorState operator) {
        for (int slash = state.indexOf('/'); slash >= 0; slash = state.indexOf('/', slash + 1)) {
            String prefix = state.substring(0, slash);
            if (prefix.equals(operator.id())
                    || prefix.equals(operator.name())
                    || JobGraphs.stateIdOf(prefix).equals(operator.id())) {
                return Optional.of(state.substring(slash + 1));
            }
        }
        return Optional.empty();
    }

    private void print(StateEntry entry) {
        if (key != null && !key.equals(StateValues.text(entry.key()))) {
            return;
        }
        if (json) {
            console.out().println(Json.line(StateValues.json(entry)));
        } else {
            console.out().println(StateValues.text(entry));
        }
    }

    private static List<String> lines(CompletedCheckpoint checkpoint) {
        CheckpointMetadata metadata = checkpoint.metadata();
        List<String> lines = new ArrayList<>();
        lines.add(metadata.kind() + " " + metadata.checkpointId() + " of job " + metadata.job() + ", taken "
                + Instant.ofEpochMilli(metadata.timestamp()) + ", " + metadata.stateBytes() + " bytes");
        for (OperatorState operator : metadata.operators()) {
            lines.add(operator.label() + ", " + operator.parallelism()
                    + " instances, at most " + operator.maxParallelism() + ", " + bytes(operator) + " bytes"
                    + (operator.finished().isEmpty()
                            ? ""
                            : ", " + operator.finished().size() + " had finished"));
            CheckpointContents.states(operator).forEach(state -> lines.add("  " + line(state)));
            CheckpointContents.positions(operator).forEach(position -> lines.add("    goes on from " + position));
            if (inFlight(operator) > 0) {
                lines.add("  records under way: " + inFlight(operator) + " bytes");
            }
        }
        for (EnumeratorState enumerator : metadata.enumerators()) {
            lines.add("source " + metadata.labelOf(enumerator) + ": what is left to read, " + enumerator.bytes().length
                    + " bytes");
        }
        return lines;
    }

    private static String line(StateSummary state) {
        String line = state.name() + ": " + state.kind() + " of " + state.types();
        if (!state.keyType().isEmpty()) {
            line += ", keys of " + state.keyType();
        }
        if (state.keys() >= 0) {
            line += ", " + state.keys() + " keys";
        }
        if (state.keys() != state.entries() && state.unreadable().isEmpty()) {
            line += ", " + state.entries() + " values";
        }
        line += ", " + state.bytes() + " bytes" + (state.expiring() ? ", with a time to live" : "");
        return state.unreadable().isEmpty() ? line : line + " (not readable: " + state.unreadable() + ")";
    }

    private static long bytes(OperatorState operator) {
        return operator.parts().stream()
                .mapToLong(part -> part.part().handle().length())
                .sum();
    }

    private static long inFlight(OperatorState operator) {
        return operator.parts().stream()
                .filter(part -> part.part().isInFlight())
                .mapToLong(part -> part.part().handle().length())
                .sum();
    }

    private static Map<String, Object> facts(CompletedCheckpoint checkpoint) {
        CheckpointMetadata metadata = checkpoint.metadata();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("path", checkpoint.directory());
        facts.put("kind", metadata.kind().name());
        facts.put("id", metadata.checkpointId());
        facts.put("jobId", metadata.job().value());
        facts.put("triggerTime", Instant.ofEpochMilli(metadata.timestamp()).toString());
        facts.put("stateBytes", metadata.stateBytes());
        facts.put(
                "operators",
                metadata.operators().stream().map(InspectCommand::facts).toList());
        facts.put(
                "sources",
                metadata.enumerators().stream()
                        .map(each -> facts(each, metadata.labelOf(each)))
                        .toList());
        return facts;
    }

    private static Map<String, Object> facts(OperatorState operator) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", operator.id());
        facts.put("uid", operator.uid());
        facts.put("name", operator.name());
        facts.put("parallelism", operator.parallelism());
        facts.put("maxParallelism", operator.maxParallelism());
        facts.put("finishedInstances", operator.finished());
        facts.put("bytes", bytes(operator));
        facts.put("inFlightBytes", inFlight(operator));
        List<String> positions = CheckpointContents.positions(operator);
        facts.put("positions", positions.isEmpty() ? null : positions);
        facts.put(
                "states",
                CheckpointContents.states(operator).stream()
                        .map(InspectCommand::facts)
                        .toList());
        return facts;
    }

    private static Map<String, Object> facts(StateSummary state) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", state.name());
        facts.put("kind", state.kind());
        facts.put("keyType", state.keyType().isEmpty() ? null : state.keyType());
        facts.put("types", state.types());
        facts.put("timeToLive", state.expiring());
        facts.put("bytes", state.bytes());
        facts.put("values", state.unreadable().isEmpty() ? state.entries() : null);
        facts.put("keys", state.keys() < 0 ? null : state.keys());
        facts.put("unreadable", state.unreadable().isEmpty() ? null : state.unreadable());
        return facts;
    }

    private static Map<String, Object> facts(EnumeratorState enumerator, OperatorLabel label) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", label.id());
        facts.put("uid", label.uid());
        facts.put("name", enumerator.name());
        facts.put("version", enumerator.version());
        facts.put("bytes", enumerator.bytes().length);
        return facts;
    }
}
