package io.weir.examples.batch;

import io.weir.dataset.DataSet;
import io.weir.dataset.ExecutionEnvironment;
import io.weir.examples.util.BatchResults;
import io.weir.examples.util.WebPages;
import io.weir.functions.CoGroupFunction;
import io.weir.functions.Collector;
import io.weir.util.ParameterTool;
import java.util.List;

/**
 * Finds web pages that have certain words in them and a high rank, and where nobody has been in a year. Writes
 * {@code rank,url,seconds}.
 *
 * <pre>
 * WebLogAnalysis [--documents FILE --ranks FILE --visits FILE] [--words "river fish"] [--least-rank 40] [--year 2007]
 *     [--output DIRECTORY]
 * </pre>
 *
 * <p>Columns of the files have {@code |} in between: {@code url|text}, {@code rank|url|seconds}, {@code address|url|date}.
 */
public final class WebLogAnalysis {
    private WebLogAnalysis() {}

    /**
     * Runs the program.
     *
     * @param args see above
     * @throws Exception if the job fails
     */
    public static void main(String[] args) throws Exception {
        ParameterTool parameters = ParameterTool.fromArgs(args)
                .requireOnly("documents", "ranks", "visits", "words", "least-rank", "year", "output");
        List<String> words = List.of(parameters.get("words", "river fish").split(" "));
        int least = parameters.getInt("least-rank", 40);
        String year = parameters.get("year", "2007") + "-";
        ExecutionEnvironment env = ExecutionEnvironment.getExecutionEnvironment();

        DataSet<WebPages.Rank> important = WebPages.ranks(env, parameters).filter(rank -> rank.rank() >= least);
        DataSet<WebPages.Rank> matching = WebPages.pages(env, parameters)
                .filter(page -> words.stream().allMatch(page.text()::contains))
                .join(important)
                .where("url")
                .equalTo("url")
                .with((page, rank) -> rank);
        DataSet<String> notVisited = matching.coGroup(WebPages.visits(env, parameters)
                        .filter(visit -> visit.date().startsWith(year)))
                .where("url")
                .equalTo("url")
                .with(new WithoutVisits())
                .map(rank -> rank.rank() + "," + rank.url() + "," + rank.seconds());
        BatchResults.to(notVisited, parameters, "Web log analysis");
    }

    private static final class WithoutVisits implements CoGroupFunction<WebPages.Rank, WebPages.Visit, WebPages.Rank> {
        private static final long serialVersionUID = 1L;

        @Override
        public void coGroup(
                Iterable<WebPages.Rank> ranks, Iterable<WebPages.Visit> visits, Collector<WebPages.Rank> out) {
            if (!visits.iterator().hasNext()) {
                ranks.forEach(out::collect);
            }
        }
    }
}
