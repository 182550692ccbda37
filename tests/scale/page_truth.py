"""What a boto3 reference page must say of an operation, read out of botocore's service-2.json.

The model is taken as raw JSON: nothing here knows how botocore documents it, and nothing knows Hallmark. A truth is
one object per operation: `input` and `output` (a node or None) and `errors`. A node has `type`, what a page can show of
it (`required`, `enum`, `union`, `document`, `eventstream`, ...) and its children: `members`, `member`, `key` and `value`.
Where botocore's handlers make the page differ from the model, the node says so in `page`: `name` (another name),
`hidden`, `syntax: False` (in the list of parameters only), `required: False`, `type`, `also` (a member that follows it).
"""

TOO_LARGE = "# This section is too large to render."
SECTIONS = {"request_syntax": "**Request Syntax**", "parameters": "**Parameters**",
            "response_syntax": "**Response Syntax**", "response_structure": "**Response Structure**"}

AUTOMATIC = {"syntax": False, "required": False}
HIDDEN_MD5 = {"DeleteObjects", "PutBucketAcl", "PutBucketCors", "PutBucketLifecycle", "PutBucketLogging",
              "PutBucketNotification", "PutBucketPolicy", "PutBucketReplication", "PutBucketRequestPayment",
              "PutBucketTagging", "PutBucketVersioning", "PutBucketWebsite", "PutObjectAcl"}
PRESIGNED = {"rds": {"CopyDBClusterSnapshot", "CreateDBCluster", "CopyDBSnapshot", "CreateDBInstanceReadReplica",
                     "StartDBInstanceAutomatedBackupsReplication"},
             "neptune": {"CopyDBClusterSnapshot", "CreateDBCluster"},
             "docdb": {"CopyDBClusterSnapshot", "CreateDBCluster"}}


def handled(service, operation, direction, name, top):
    """What botocore's handlers do to a member of that name on the page; None: nothing."""
    if not top:
        return None
    if direction == "response":
        if service == "s3" and name == "Expires":
            return {"also": "ExpiresString"}
        if (service, operation, name) == ("cloudformation", "GetTemplate", "TemplateBody"):
            return {"type": "dict"}
        return None
    where = service, operation
    if service == "glacier":
        if name == "accountId" or name == "checksum" and operation in ("UploadArchive", "UploadMultipartPart"):
            return AUTOMATIC
    elif where == ("ec2", "CopySnapshot") and name in ("PresignedUrl", "DestinationRegion"):
        return AUTOMATIC
    elif service == "ec2" and name == "Filter":
        return {"name": "Filters"}
    elif operation in PRESIGNED.get(service, ()) and name == "PreSignedUrl":
        return AUTOMATIC
    elif where == ("logs", "CreateExportTask") and name == "from":
        return {"name": "fromTime"}
    elif where == ("cloudsearchdomain", "Search") and name == "return":
        return {"name": "returnFields"}
    elif service == "s3":
        if name in ("SSECustomerKeyMD5", "CopySourceSSECustomerKeyMD5"):
            return AUTOMATIC
        if name == "ContentMD5" and operation in HIDDEN_MD5:
            return {"hidden": True}
        if name == "CopySource" and operation in ("CopyObject", "UploadPartCopy"):
            return {"type": "string|dict"}
    return None


class Truths:
    """The truths of one service."""

    def __init__(self, service, model):
        self.service, self.model, self.shapes = service, model, model["shapes"]

    def node(self, reference, operation, direction, path, special):
        """`path`: names of the shapes from the root to here; `special`: what the root marks as streaming or events."""
        name = reference["shape"]
        shape = {**self.shapes[name], **{key: value for key, value in reference.items() if key != "shape"}}
        kind = "string" if shape["type"] == "character" else shape["type"]
        node = {"type": kind, "shape": name, "doc": bool(shape.get("documentation"))}
        if name in path:
            node["recursive"] = len(path) - path.index(name)
            return node
        if self.service == "iam" and name == "policyDocumentType":
            node["page"] = {"type": "dict", "required": False} if direction == "request" else {"type": "dict"}
        for flag in ("document", "union", "eventstream", "event", "idempotencyToken"):
            if flag in shape and shape[flag] is not False:
                node[flag] = True
        if shape.get("enum") and kind == "string":
            node["enum"] = list(dict.fromkeys(shape["enum"]))
        if shape.get("jsonvalue"):
            node["jsonvalue"] = True
        if "location" in shape:
            node["location"] = shape["location"]
        if special == "streaming":
            node["page_streaming"] = True
        if node.get("eventstream") and len(path) == 1 and direction == "response":
            node["page_eventstream"] = True
        below = path + [name]
        if kind == "structure" and not node.get("document"):
            required = set(shape.get("required", ()))
            node["members"] = {}
            for member, target in shape.get("members", {}).items():
                marked = "streaming" if not path and member == shape.get("payload") and \
                    self.shapes[target["shape"]]["type"] == "blob" else None
                child = self.node(target, operation, direction, below, marked)
                if member in required:
                    child["required"] = True
                page = handled(self.service, operation, direction, member, not path)
                if page:
                    child["page"] = dict(page)
                node["members"][member] = child
        elif kind == "structure":
            node["members"] = {}
        elif kind == "list":
            node["member"] = self.node(shape["member"], operation, direction, below, None)
        elif kind == "map":
            node["key"] = self.node(shape["key"], operation, direction, below, None)
            node["value"] = self.node(shape["value"], operation, direction, below, None)
        return node

    def of(self, operation, method, text):
        """The truth of `operation`, whose page is `text`."""
        about, metadata = self.model["operations"][operation], self.model["metadata"]

        def root(key, direction):
            return self.node(about[key], operation, direction, [], None) if key in about else None

        lines = text.split("\n")

        def state(heading):
            at = next((i for i, line in enumerate(lines) if line.strip() == heading), None)
            if at is None:
                return "absent"
            for line in lines[at + 1:at + 8]:
                if TOO_LARGE in line:
                    return "too_large"
                if line.strip().startswith("**"):
                    break
            return "present"

        page = {key: state(heading) for key, heading in SECTIONS.items()}
        protocol = metadata.get("protocol", "")
        return {"service": self.service, "operation": operation, "method": method, "protocol": protocol,
                "resolvedProtocol": protocol, "deprecated": bool(about.get("deprecated")),
                "input": root("input", "request"), "output": root("output", "response"),
                "errors": [{"name": error["shape"]} for error in about.get("errors", ())], "page": page}
