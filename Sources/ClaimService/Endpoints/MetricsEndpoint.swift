import HTTPMessage
import Metrics

/// What the service has counted, for a collector.
enum MetricsEndpoint {
    static func answer(_ call: Call) throws(Problem) -> Reply {
        let form: MetricForm = call.media == .openMetrics ? .openMetrics : .text
        return Reply(media: call.media, body: call.metrics.exposition(form), contentType: form.contentType)
    }
}
