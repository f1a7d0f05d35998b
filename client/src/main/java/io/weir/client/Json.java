package io.weir.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.weir.execution.JobId;
import io.weir.runtime.configuration.ProcessMemory;
import io.weir.runtime.protocol.CheckpointReport;
import io.weir.runtime.protocol.FailureInfo;
import io.weir.runtime.protocol.JobDetails;
import io.weir.runtime.protocol.JobSummary;
import io.weir.runtime.protocol.OperatorCount;
import io.weir.runtime.protocol.TaskCounts;
import io.weir.runtime.protocol.VertexDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What commands print with {@code --json}: names that scripts may rely on. No state. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** Returns a value in one line. */
    static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not representable as JSON: " + value, e);
        }
    }

    /** Returns JSON text with line breaks and indentation. */
    static String pretty(String text) {
        try {
            return MAPPER.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not JSON: " + text, e);
        }
    }

    static Map<String, Object> of(JobSummary job) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("jobId", job.id().value());
        values.put("name", job.name());
        values.put("status", job.status().name());
        values.put("startTime", Instant.ofEpochMilli(job.startTime()).toString());
        values.put(
                "endTime",
                job.endTime() < 0 ? null : Instant.ofEpochMilli(job.endTime()).toString());
        values.put("tasks", of(job.tasks()));
        values.put("restarts", job.restarts());
        return values;
    }

    static Map<String, Object> of(JobDetails job) {
        Map<String, Object> values = of(job.summary());
        values.put("slotsRequired", job.slotsRequired());
        values.put("slotsAssigned", job.slotsAssigned());
        values.put("failure", job.failure() == null ? null : of(job.failure()));
        values.put("vertices", job.vertices().stream().map(Json::of).toList());
        return values;
    }

    private static Map<String, Object> of(VertexDetails vertex) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", vertex.name());
        values.put("parallelism", vertex.parallelism());
        values.put("tasks", of(vertex.tasks()));
        values.put("recordsIn", vertex.io().recordsIn());
        values.put("recordsOut", vertex.io().recordsOut());
        values.put("bytesIn", vertex.io().bytesIn());
        values.put("bytesOut", vertex.io().bytesOut());
        values.put("repeated", vertex.repeated());
        values.put("adapted", vertex.adapted());
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        for (OperatorCount count : vertex.io().counts()) {
            counts.computeIfAbsent(count.operator(), none -> new LinkedHashMap<>())
                    .put(count.name(), count.value());
        }
        values.put("counts", counts);
        return values;
    }

    static Map<String, Object> of(TaskCounts tasks) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("total", tasks.total());
        values.put("created", tasks.created());
        values.put("deploying", tasks.deploying());
        values.put("running", tasks.running());
        values.put("canceling", tasks.canceling());
        values.put("finished", tasks.finished());
        values.put("canceled", tasks.canceled());
        values.put("failed", tasks.failed());
        return values;
    }

    static Map<String, Object> of(CheckpointReport report) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", report.id());
        values.put("kind", report.kind().name());
        values.put("status", report.status().name());
        values.put("triggerTime", Instant.ofEpochMilli(report.triggerTime()).toString());
        values.put("durationMillis", report.durationMillis());
        values.put("stateBytes", report.stateBytes());
        values.put("tasks", report.tasks());
        values.put("acknowledged", report.acknowledged());
        values.put("path", report.path());
        Map<String, Object> slowest = new LinkedHashMap<>();
        slowest.put("task", report.slowestTask());
        slowest.put("startDelayMillis", report.slowest().startDelayMillis());
        slowest.put("alignmentMillis", report.slowest().alignmentMillis());
        slowest.put("captureMicros", report.slowest().captureMicros());
        slowest.put("writeMillis", report.slowest().writeMillis());
        values.put("slowest", slowest);
        values.put("failure", report.failure());
        return values;
    }

    static Map<String, Object> of(FailureInfo failure) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("message", failure.message());
        values.put("code", failure.code().name());
        values.put("exceptionClass", failure.exceptionClass());
        values.put("task", failure.taskName());
        values.put("location", failure.location());
        values.put("stackTrace", failure.stackTrace());
        return values;
    }

    static Map<String, Object> of(ProcessMemory memory) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("process", memory.process().bytes());
        List<Map<String, Object>> parts = new ArrayList<>();
        for (ProcessMemory.Part part : memory.parts()) {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("name", part.name());
            described.put("size", part.size().bytes());
            described.put("origin", part.origin());
            parts.add(described);
        }
        values.put("parts", parts);
        values.put("jvmFlags", memory.jvmFlags());
        return values;
    }

    static Map<String, Object> ofJob(JobId job, String name, String status) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("jobId", job.value());
        values.put("name", name);
        values.put("status", status);
        return values;
    }
}
