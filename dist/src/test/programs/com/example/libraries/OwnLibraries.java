package com.example.libraries;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.PackageVersion;
import com.google.common.base.CharMatcher;
import com.google.common.base.Objects;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.Version;
import io.weir.configuration.RuntimeExecutionMode;
import io.weir.datastream.StreamExecutionEnvironment;
import io.weir.functions.FlatMapFunction;
import io.weir.tuple.Tuple2;
import io.weir.functions.Collector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.GnuParser;
import org.apache.commons.cli.OptionBuilder;
import org.apache.commons.cli.Options;

/**
 * Counts words with libraries of its own, each of another version than the engine's and Hadoop's. It calls what newer
 * versions of Guava no longer have, and fails where a library comes from anywhere but its own jar.
 */
public final class OwnLibraries {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OwnLibraries() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options();
        for (String name : List.of("input", "output")) {
            options.addOption(OptionBuilder.withLongOpt(name).hasArg().isRequired().create());
        }
        CommandLine line = new GnuParser().parse(options, args);
        requireOwn();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setRuntimeMode(RuntimeExecutionMode.AUTOMATIC);
        env.readTextFile(line.getOptionValue("input"))
                .flatMap(new Words())
                .keyBy(count -> count.f0)
                .sum(1)
                .map(count -> describe(count.f0, count.f1))
                .writeAsText(line.getOptionValue("output"));
        env.execute("OwnLibraries");
    }

    /** Splits with Guava, through a buffer of Netty. */
    public static final class Words implements FlatMapFunction<String, Tuple2<String, Long>> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(String line, Collector<Tuple2<String, Long>> out) {
            ByteBuf buffer = Unpooled.copiedBuffer(line, StandardCharsets.UTF_8);
            String read = buffer.toString(StandardCharsets.UTF_8);
            buffer.release();
            for (String word :
                    Splitter.on(CharMatcher.JAVA_LETTER_OR_DIGIT.negate()).omitEmptyStrings().split(read)) {
                out.collect(Tuple2.of(word, 1L));
            }
        }
    }

    private static String describe(String word, long count) throws JsonProcessingException {
        requireOwn();
        return JSON.writeValueAsString(ImmutableMap.of(
                "word", Objects.toStringHelper(word).add("count", count).toString(),
                "jackson", PackageVersion.VERSION.toString()));
    }

    private static void requireOwn() {
        for (Class<?> type : List.of(
                CommandLine.class, ObjectMapper.class, JsonProcessingException.class, Splitter.class, ByteBuf.class,
                Version.class)) {
            Object origin = type.getProtectionDomain().getCodeSource().getLocation();
            if (!origin.equals(OwnLibraries.class.getProtectionDomain().getCodeSource().getLocation())) {
                throw new IllegalStateException(type.getName() + " comes from " + origin);
            }
        }
    }
}
