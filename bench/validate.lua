-- One care month, sent again and again; an answer that is not a 200 ends the run.
local file = assert(io.open("examples/clean-staff-month.json", "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "application/json"
file:close()

function response(status)
  if status ~= 200 then
    io.stderr:write("status " .. status .. "\n")
    os.exit(1)
  end
end
